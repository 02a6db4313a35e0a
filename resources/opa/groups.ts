import { z } from "zod";
import { allPages } from "../http/paginate";
import { readAs } from "../http/read-as";
import type { ApiRequest } from "../http/send";
import { unlessNotFound } from "../lifecycle/not-found";
import type { OpaConnection } from "./connection";
import { isLive, listOf } from "./project";

/** A group of OPA that is not deleted. Nothing in it says whether it was pushed from Okta. */
export interface OpaGroup {
    /** OPA's own id, which is not Okta's. */
    readonly id: string;
    readonly name: string;
    /** Such as "security_admin"; everybody in the group has them. */
    readonly roles: readonly string[];
}

/** Which groups to list; without a filter all of them. */
export interface GroupFilter {
    /** A part of the name. */
    readonly contains?: string;
    readonly id?: readonly string[];
}

const onWire = z.object({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()).nullish(),
    deleted_at: z.string().nullish(),
});

/** The group of exactly this name; undefined when there is none, or only a deleted one. Groups are addressed by name. */
export async function groupNamed(opa: OpaConnection, name: string): Promise<OpaGroup | undefined> {
    const request: ApiRequest = { method: "GET", path: `${opa.teamPath}/groups/${encodeURIComponent(name)}` };
    const answer = await unlessNotFound(() => opa.send(request));
    if (!answer) return undefined;
    const [group] = readAs(request, answer, (body) => liveGroups([body]));
    if (group?.name === name) return group;
    // A deleted group, or one that differs in upper and lower case, may hide the live one of that name.
    return (await listGroups(opa, { contains: name })).find((one) => one.name === name);
}

/** The live groups, all pages. */
export async function listGroups(opa: OpaConnection, filter: GroupFilter = {}): Promise<readonly OpaGroup[]> {
    return groupsAt(opa, `${opa.teamPath}/groups`, { ...filter });
}

/** The live groups that a user or service user is in. */
export async function groupsOfUser(opa: OpaConnection, userName: string): Promise<readonly OpaGroup[]> {
    return groupsAt(opa, `${opa.teamPath}/users/${encodeURIComponent(userName)}/groups`);
}

async function groupsAt(
    opa: OpaConnection,
    path: string,
    query: NonNullable<ApiRequest["query"]> = {},
): Promise<readonly OpaGroup[]> {
    const groups = await allPages(opa.send, { method: "GET", path, query }, (body) => liveGroups(listOf(body)));
    return groups as readonly OpaGroup[];
}

function liveGroups(bodies: readonly unknown[]): OpaGroup[] {
    return bodies
        .map((body) => onWire.parse(body))
        .filter(isLive)
        .map(({ id, name, roles }) => ({ id, name, roles: roles ?? [] }));
}
