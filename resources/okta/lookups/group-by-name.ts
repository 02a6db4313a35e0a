import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { ApiRequest, Send } from "../../http/send";
import { type User, usersFromWire } from "./find-user";

/** A group of Okta's own, with its members as far as one may see them. */
export interface GroupWithMembers {
    readonly id: string;
    readonly members: readonly User[];
    /** Whether these are all, by Okta's own count of them. */
    readonly isWhole: boolean;
}

const onWire = z.object({
    id: z.string(),
    type: z.string(),
    profile: z.object({ name: z.string() }),
    _embedded: z.object({ stats: z.object({ usersCount: z.number() }).nullish() }).nullish(),
});

/** The group with exactly this name that is no app's, or undefined. Okta's search finds a group some seconds after its creation. */
export async function groupByName(send: Send, name: string): Promise<GroupWithMembers | undefined> {
    const search = `type eq "OKTA_GROUP" and profile.name eq ${JSON.stringify(name)}`;
    const query = { search, expand: "stats", limit: 200 };
    const groups = await allPages(send, { method: "GET", path: "/api/v1/groups", query }, (body) =>
        z.array(onWire).parse(body),
    );
    const group = groups.find(({ type, profile }) => type === "OKTA_GROUP" && profile.name === name);
    if (!group) return undefined;
    const path = `/api/v1/groups/${encodeURIComponent(group.id)}/users`;
    const request: ApiRequest = { method: "GET", path, query: { limit: 200 } };
    const members = await allPages(send, request, usersFromWire);
    return { id: group.id, members, isWhole: (group._embedded?.stats?.usersCount ?? Infinity) <= members.length };
}
