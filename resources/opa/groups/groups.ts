import { z } from "zod";
import { readAs } from "../../http/failure/read-as";
import type { ApiRequest } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";
import { oneOrAll } from "../../lifecycle/shared/one-or-all";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import type { OpaConnection } from "../connection/connect";
import { evidence, holds, type Listing, listingOf } from "../listing";
import { deletedAt, isLive } from "../live";

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
    deleted_at: deletedAt,
});

type WireGroup = z.infer<typeof onWire>;

/**
 * The group of exactly this name; undefined when there is none, or only a deleted one. Groups are addressed by name. A 404 may
 * also be another program's, so undefined proves nothing: only a list does.
 */
export async function groupNamed(opa: OpaConnection, name: string): Promise<OpaGroup | undefined> {
    const request: ApiRequest = { method: "GET", path: `${opa.teamPath}/groups/${encodeURIComponent(name)}` };
    const answer = await unlessNotFound(() => opa.send(request));
    if (!answer) return undefined;
    const group = liveGroup(readAs(request, answer, (body) => onWire.parse(body)));
    if (group?.name === name) return group;
    // A deleted group, or one that differs in upper and lower case, may hide the live one of that name.
    return (await listGroups(opa, { contains: name })).find((one) => one.name === name);
}

/**
 * The live groups, all pages. A group that is missing is not there: a vague answer counts as none, because every team has groups.
 */
export async function listGroups(opa: OpaConnection, filter: GroupFilter = {}): Promise<readonly OpaGroup[]> {
    return liveGroups(await list(opa, filter));
}

/** Whether many groups are asked for one by one, or by `allGroups`. */
export const groupOrAll = oneOrAll<OpaConnection>();

/** All live groups, as they are now, listed once for all who ask at the same time. */
export const allGroups = sharedRead(0, async (opa: OpaConnection) => {
    const listing = await list(opa, {});
    groupOrAll.listed(opa, listing.pageCount);
    return liveGroups(listing);
});

function list(opa: OpaConnection, filter: GroupFilter): Promise<Listing<WireGroup>> {
    const path = `${opa.teamPath}/groups`;
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    return evidence(
        () => groupsAt(opa, path, { ...filter }),
        async () => isFiltered && holds(await groupsAt(opa, path), () => true),
    );
}

/** The live groups that a user or service user is in, as far as OPA tells: one that is missing proves nothing. */
export async function groupsOfUser(opa: OpaConnection, userName: string): Promise<readonly OpaGroup[]> {
    return liveGroups(await groupsAt(opa, `${opa.teamPath}/users/${encodeURIComponent(userName)}/groups`));
}

function groupsAt(
    opa: OpaConnection,
    path: string,
    query: NonNullable<ApiRequest["query"]> = {},
): Promise<Listing<WireGroup>> {
    return listingOf(opa, { path, query }, (body) => onWire.parse(body));
}

const liveGroups = ({ items }: Listing<WireGroup>): readonly OpaGroup[] =>
    items.flatMap((group) => liveGroup(group) ?? []);

function liveGroup(group: WireGroup): OpaGroup | undefined {
    const { id, name, roles } = group;
    return isLive(group) ? { id, name, roles: roles ?? [] } : undefined;
}
