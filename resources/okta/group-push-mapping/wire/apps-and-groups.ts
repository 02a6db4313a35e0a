import { z } from "zod";
import { ApiFailure } from "../../../http/failure/api-failure";
import { readAs } from "../../../http/failure/read-as";
import { allPages } from "../../../http/paginate";
import type { ApiRequest, Send } from "../../../http/send";
import { batchedRead } from "../../../lifecycle/shared/batched-read";
import { perConnection } from "../../../lifecycle/shared/per-connection";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import { appGroupNames } from "../../lookups/app-group-names";
import { type Group, getApp, getGroup, groupsFromWire } from "../../lookups/by-id";

/** Milliseconds for which all mappings of an app share one answer about it. */
const appFreshMs = 30_000;

const assignmentOnWire = z.object({ id: z.string() });

/** An app, undefined on 404; not asked for by each of its mappings. */
export const sharedApp = sharedRead(appFreshMs, getApp);

/** Ids in one request: about 2,000 characters of query. */
const idsAtOnce = 50;

/** The groups that Okta lists; undefined for each where it takes no such filter. */
const listedById = batchedRead(idsAtOnce, async (send: Send, ids): Promise<Map<string, Group | undefined>> => {
    const filter = ids.map((id) => `id eq ${JSON.stringify(id)}`).join(" or ");
    const request: ApiRequest = { method: "GET", path: "/api/v1/groups", query: { filter, limit: 200 } };
    try {
        const found = await allPages(send, request, groupsFromWire);
        return new Map(found.map((group) => [group.id, group]));
    } catch (failure) {
        // The list is a short cut: each group can be read by itself.
        if (failure instanceof ApiFailure && failure.kind === "rejected")
            return new Map(ids.map((id) => [id, undefined]));
        throw failure;
    }
});

/**
 * The group, undefined on 404, for callers to whom it matters that it is there and what never changes about it. What many ask for at
 * the same moment is one request, because reads by id are scarce when teams are made: the Okta plugin makes five for each group.
 * Whether the list knows a group at once is not documented, so what it lacks is read by id.
 */
export async function getGroupShared(send: Send, groupId: string): Promise<Group | undefined> {
    return (await listedById(send, [groupId])).get(groupId) ?? getGroup(send, groupId);
}

/**
 * Whether a group that is being deleted is still there, for callers who only wait for it to go and say so if it does not: one request
 * serves all who ask at the same moment. One that is listed is read by id, since a list may be late.
 */
export async function isGroupLeft(send: Send, groupId: string): Promise<boolean> {
    return (await listedById(send, [groupId])).has(groupId) && (await getGroup(send, groupId)) !== undefined;
}

/** Whether anybody is in the group. */
export async function hasMembers(send: Send, groupId: string): Promise<boolean> {
    const path = `/api/v1/groups/${encodeURIComponent(groupId)}/users`;
    const request: ApiRequest = { method: "GET", path, query: { limit: 1 } };
    return readAs(request, await send(request), (body) => z.array(z.object({ id: z.string() })).parse(body).length > 0);
}

/** Ids of all groups that are assigned to the app. */
export async function assignedGroupIds(send: Send, appId: string): Promise<ReadonlySet<string>> {
    const path = `/api/v1/apps/${encodeURIComponent(appId)}/groups`;
    const ids = await allPages(send, { method: "GET", path, query: { limit: 200 } }, (body) =>
        z
            .array(assignmentOnWire)
            .parse(body)
            .map(({ id }) => id),
    );
    return new Set(ids);
}

/** Names in one search: a name has up to 255 characters. */
const namesAtOnce = 8;

/** What the search finds by the name of a group and the app that has it, written as one key. */
const foundByName = batchedRead(namesAtOnce, async (send: Send, keys) => {
    const named = keys.map((key) => {
        const { appId, name } = JSON.parse(key) as NameInApp;
        return `(source.id eq "${appId}" and profile.name eq ${JSON.stringify(name)})`;
    });
    const search = `type eq "APP_GROUP" and (${named.join(" or ")})`;
    const request: ApiRequest = { method: "GET", path: "/api/v1/groups", query: { search, limit: 200 } };
    const found = await allPages(send, request, groupsFromWire);
    return new Map(keys.map((key) => [key, found]));
});

interface NameInApp {
    readonly appId: string;
    readonly name: string;
}

/**
 * The app's groups with exactly this name. The search lags behind writes: what it finds is read again by id, but it can
 * miss a group, so finding none proves nothing.
 */
export async function appGroupsNamed(send: Send, appId: string, name: string): Promise<readonly Group[]> {
    const key = JSON.stringify({ appId, name } satisfies NameInApp);
    return stillNamed(send, name, (await foundByName(send, [key])).get(key) ?? []);
}

/** So many names are searched for one by one: an app may have thousands of groups. */
const oneByOneAtMost = 4;

const namesSought = perConnection((_send: Send, _appId: string) => new Set<string>());

const listedOfApp = sharedRead(0, appGroupNames);

/**
 * The same, where a group that came into being within the last `freshMs` milliseconds may be missing as well: whoever makes many
 * mappings asks for the list of the app's groups now and then, not for each name.
 */
export async function appGroupsNamedLately(
    send: Send,
    appId: string,
    name: string,
    freshMs: number,
): Promise<readonly Group[]> {
    const sought = namesSought(send, appId).add(name);
    if (sought.size <= oneByOneAtMost) return appGroupsNamed(send, appId, name);
    return stillNamed(send, name, await listedOfApp.within(freshMs)(send, appId));
}

/** Those of these groups that are the app's and have this name now. */
async function stillNamed(send: Send, name: string, found: readonly Named[]): Promise<readonly Group[]> {
    const now = await Promise.all(found.filter((one) => one.name === name).map(({ id }) => getGroup(send, id)));
    return now.filter((group) => group !== undefined).filter((one) => one.type === "APP_GROUP" && one.name === name);
}

type Named = Pick<Group, "id" | "name">;
