import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";

/** The name of Okta Privileged Access in Okta's app catalogue (docs/contracts/opa-api.md 4.3). */
export const catalogueName = "okta_privileged_access_sso";

/** What an Okta Privileged Access app is called in messages. */
const appName = `Okta Privileged Access app (${catalogueName})`;

const onWire = z.object({ id: z.string(), name: z.string(), label: z.string(), status: z.string() });

/** An app of Okta Privileged Access. */
export interface OpaApp {
    readonly id: string;
    readonly label: string;
    readonly isActive: boolean;
}

/** All the org's Okta Privileged Access apps, those that are not active as well. */
export async function findOpaApps(send: Send): Promise<readonly OpaApp[]> {
    const query = { filter: `name eq "${catalogueName}"`, limit: 200 };
    const listed = await allPages(send, { method: "GET", path: "/api/v1/apps", query }, (body) =>
        z.array(onWire).parse(body),
    );
    return listed
        .filter(({ name }) => name === catalogueName)
        .map(({ id, label, status }) => ({ id, label, isActive: status === "ACTIVE" }));
}

/** Throws unless exactly one of the apps is active: nobody can tell then which one a new group is to be pushed to. */
export function requireOneActive(apps: readonly OpaApp[]): void {
    const active = apps.filter(({ isActive }) => isActive);
    if (active.length === 1) return;
    if (active.length === 0) throw new Error(`The org has no active ${appName}. Add or activate it.`);
    const found = active.map(({ id, label }) => `"${label}" (${id})`).join(", ");
    throw new Error(`The org has more than one active ${appName}: ${found}. Declare the appId of one.`);
}
