import { setTimeout } from "node:timers/promises";
import { field, type Okta, OktaError } from "./okta";
import { isUnknown, type Properties, textIn, textsIn } from "./properties";
import { beyondTheStandIn, type ResourceType, Unfinished } from "./resource";

/** The real plugin looks this long for the first of the members it has just added. */
const appearsWithinMs = 10_000;
const lookAgainMs = 500;

/**
 * `okta:index/groupMemberships:GroupMemberships`: calls and their order as in terraform-provider-okta 7,
 * `resource_okta_group_memberships.go`; unlike there, a change that fails is told.
 */
export const groupMemberships: ResourceType = {
    check(news) {
        const missing = ["groupId", "users"].filter((key) => news[key] === undefined);
        return [
            ...missing.map((property) => ({ property, reason: `Missing required argument "${property}".` })),
            ...beyondTheStandIn(news, ["groupId", "users", "trackAllUsers"]),
        ];
    },

    diff(olds, news) {
        const isOtherGroup = isUnknown(news["groupId"]) || textIn(olds, "groupId") !== textIn(news, "groupId");
        const isOtherUsers = isUnknown(news["users"]) || !isSameSet(textsIn(olds, "users"), textsIn(news, "users"));
        const isOtherTracking = isTrackingAll(olds) !== isTrackingAll(news);
        return new Map([
            ...(isOtherGroup ? [["groupId", "replace"] as const] : []),
            ...(isOtherUsers ? [["users", "update"] as const] : []),
            ...(isOtherTracking ? [["trackAllUsers", "update"] as const] : []),
        ]);
    },

    outputsOf: (inputs) => ({ ...inputs, trackAllUsers: isTrackingAll(inputs) }),

    async create(okta, inputs) {
        const [id, users] = [textIn(inputs, "groupId"), textsIn(inputs, "users")];
        const added = await addUsers(okta, id, users);
        if (added.failure !== undefined && added.users.length === 0) throw added.failure;
        const outputs = { ...groupMemberships.outputsOf(inputs), users: added.users };
        if (added.failure !== undefined) throw new Unfinished(id, outputs, added.failure);
        if (users.length > 0) await untilThere(okta, id);
        return { id, outputs };
    },

    async read(okta, id, olds) {
        const known = textsIn(olds, "users");
        const isImport = olds["groupId"] === undefined;
        const all = isImport || isTrackingAll(olds);
        const live = known.length === 0 && !all ? [] : await membersOf(okta, id);
        const remaining = known.filter((user) => live.includes(user));
        const users = all ? [...remaining, ...live.filter((user) => !known.includes(user))] : remaining;
        const inputs = { groupId: id, users, ...(isTrackingAll(olds) ? { trackAllUsers: true } : {}) };
        return { outputs: groupMemberships.outputsOf(inputs), inputs };
    },

    async update(okta, id, olds, news) {
        const [before, after] = [textsIn(olds, "users"), textsIn(news, "users")];
        const added = await addUsers(okta, id, without(after, before));
        if (added.failure !== undefined) throw added.failure;
        for (const user of without(before, after)) await okta.delete(memberPath(id, user));
        return groupMemberships.outputsOf(news);
    },

    async delete(okta, id, olds) {
        for (const user of textsIn(olds, "users")) {
            await okta.delete(memberPath(id, user)).catch((failure: unknown) => {
                if (!(failure instanceof OktaError && failure.status === 404)) throw failure;
            });
        }
    },
};

function isTrackingAll(properties: Properties): boolean {
    return properties["trackAllUsers"] === true;
}

function memberPath(groupId: string, userId: string): string {
    return `/api/v1/groups/${encodeURIComponent(groupId)}/users/${encodeURIComponent(userId)}`;
}

/** How far it came, and why not further. */
async function addUsers(okta: Okta, groupId: string, users: readonly string[]) {
    const added: string[] = [];
    for (const user of users) {
        try {
            await okta.put(memberPath(groupId, user));
            added.push(user);
        } catch (failure) {
            return { users: added, failure };
        }
    }
    return { users: added, failure: undefined };
}

async function untilThere(okta: Okta, groupId: string): Promise<void> {
    const giveUpMs = Date.now() + appearsWithinMs;
    while ((await membersOf(okta, groupId)).length === 0) {
        if (Date.now() > giveUpMs) throw new Error("Okta took the members but does not show them.");
        await setTimeout(lookAgainMs);
    }
}

/** A group that is gone has no members: the real plugin leaves it to the group's own resource to tell. */
async function membersOf(okta: Okta, groupId: string): Promise<readonly string[]> {
    try {
        const users = await okta.list(`/api/v1/groups/${encodeURIComponent(groupId)}/users?limit=200`);
        return users.map((user) => field(user, "id"));
    } catch (failure) {
        if (failure instanceof OktaError && failure.status === 404) return [];
        throw failure;
    }
}

function without(users: readonly string[], others: readonly string[]): readonly string[] {
    return users.filter((user) => !others.includes(user));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
    return without(one, other).length === 0 && without(other, one).length === 0;
}
