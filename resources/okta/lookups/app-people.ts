import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";

/** As many to a page as Okta gives (docs/contracts/okta-api.md 2.5). */
const limit = 500;

const onWire = z.array(z.object({ id: z.string() }));

const withUsers = z.array(
    z.object({ _embedded: z.object({ user: z.object({ profile: z.object({ login: z.string() }) }) }) }),
);

/**
 * Ids of the people whom an app is assigned to, themselves or through a group. Whether those are among them who are staged or
 * suspended is not known, nor how soon the list follows a group.
 */
export async function appPeople(send: Send, appId: string): Promise<ReadonlySet<string>> {
    const path = `/api/v1/apps/${encodeURIComponent(appId)}/users`;
    const people = await allPages(send, { method: "GET", path, query: { limit } }, (body) => onWire.parse(body));
    return new Set(people.map(({ id }) => id));
}

/** The logins of the same people: an app may know them by another name. */
export async function appLogins(send: Send, appId: string): Promise<readonly string[]> {
    const path = `/api/v1/apps/${encodeURIComponent(appId)}/users`;
    const request = { method: "GET", path, query: { limit, expand: "user" } } as const;
    const people = await allPages(send, request, (body) => withUsers.parse(body));
    return people.map(({ _embedded: { user } }) => user.profile.login);
}
