import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";

/** As many to a page as Okta gives (docs/contracts/okta-api.md 2.5). */
const limit = 500;

const onWire = z.array(z.object({ id: z.string() }));

/**
 * Ids of the people whom an app is assigned to, themselves or through a group. Whether those are among them who are staged or
 * suspended is not known, nor how soon the list follows a group.
 */
export async function appPeople(send: Send, appId: string): Promise<ReadonlySet<string>> {
    const path = `/api/v1/apps/${encodeURIComponent(appId)}/users`;
    const people = await allPages(send, { method: "GET", path, query: { limit } }, (body) => onWire.parse(body));
    return new Set(people.map(({ id }) => id));
}
