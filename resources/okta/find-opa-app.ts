import { z } from "zod";
import { allPages } from "../http/paginate";
import type { Send } from "../http/send";

/** The name of Okta Privileged Access in Okta's app catalogue (contracts/opa-api.md 4.3). */
export const catalogueName = "okta_privileged_access_sso";

const appName = `Okta Privileged Access app (${catalogueName})`;

const onWire = z.object({ id: z.string(), name: z.string(), label: z.string(), status: z.string() });

/** The id of the org's Okta Privileged Access app. Throws unless there is exactly one that is active. */
export async function findOpaApp(send: Send): Promise<string> {
    const query = { filter: `name eq "${catalogueName}"`, limit: 200 };
    const listed = await allPages(send, { method: "GET", path: "/api/v1/apps", query }, (body) =>
        z.array(onWire).parse(body),
    );
    const apps = (listed as readonly z.infer<typeof onWire>[]).filter(
        ({ name, status }) => name === catalogueName && status === "ACTIVE",
    );
    const [app, another] = apps;
    if (app && !another) return app.id;
    if (!app) throw new Error(`The org has no active ${appName}. Add or activate it.`);
    const found = apps.map(({ id, label }) => `"${label}" (${id})`).join(", ");
    throw new Error(`The org has more than one active ${appName}: ${found}. Declare the appId of one.`);
}
