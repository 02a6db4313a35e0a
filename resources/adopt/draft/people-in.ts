import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";
import { usersFromWire } from "../../okta/lookups/find-user";
import type { Draft } from "./draft";

/** Logins of the people in the groups that a space would manage, by the group's id: what Okta lists, whatever their status. */
export async function peopleIn(okta: Send, draft: Draft | undefined): Promise<ReadonlyMap<string, readonly string[]>> {
    const grants = draft ? [draft.team, ...draft.levels] : [];
    const ids = grants.flatMap(({ who }) => (who.kind === "members" ? [who.group.id] : []));
    const read = ids.map(async (id) => {
        const path = `/api/v1/groups/${encodeURIComponent(id)}/users`;
        // The page size that Okta recommends (docs/contracts/okta-api.md 2.2).
        const people = await allPages(okta, { method: "GET", path, query: { limit: 200 } }, usersFromWire);
        return [id, people.map(({ login }) => login)] as const;
    });
    return new Map(await Promise.all(read));
}
