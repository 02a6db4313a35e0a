import { setTimeout } from "node:timers/promises";
import { field, type Okta, OktaError, toldAs } from "./okta";
import { isUnknown, type Properties, textIn, textsIn } from "./properties";
import { beyondTheStandIn, type ResourceType } from "./resource";

/** How long the real plugin looks for the first of the members that it has just added. */
const appearsWithinMs = 10_000;
const lookAgainMs = 500;

/**
 * `okta:index/groupMemberships:GroupMemberships`: the same calls in the same order as terraform-provider-okta,
 * `resource_okta_group_memberships.go`.
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
        // Members that were added before a failure are not remembered, as in the real plugin.
        await addUsers(okta, id, users);
        if (users.length > 0) await untilThere(okta, id);
        return { id, outputs: groupMemberships.outputsOf(inputs) };
    },

    // An import id names the group, and may say that all members are tracked: "00g…/true".
    async read(okta, asked, olds) {
        const known = textsIn(olds, "users");
        const isImport = olds["groupId"] === undefined;
        const [id = "", tracking, ...more] = isImport ? asked.split("/") : [asked];
        if (more.length > 0) {
            throw new Error("invalid format used for import ID, format must be 'group_id' or 'group_id/true'");
        }
        const tracksAll = isImport ? tracking === "true" : isTrackingAll(olds);
        const all = isImport || tracksAll;
        const live = known.length === 0 && !all ? [] : await membersOf(okta, id);
        const remaining = known.filter((user) => live.includes(user));
        const users = all ? [...remaining, ...live.filter((user) => !known.includes(user))] : remaining;
        const inputs = { groupId: id, users, ...(tracksAll ? { trackAllUsers: true } : {}) };
        return { id, outputs: groupMemberships.outputsOf(inputs), inputs };
    },

    // The real plugin builds an error for each of the two calls but returns neither, so it always reports success.
    async update(okta, id, olds, news) {
        const [before, after] = [textsIn(olds, "users"), textsIn(news, "users")];
        await addUsers(okta, id, without(after, before)).catch(ignore);
        await removeUsers(okta, id, without(before, after)).catch(ignore);
        return groupMemberships.outputsOf(news);
    },

    delete: (okta, id, olds) => removeUsers(okta, id, textsIn(olds, "users")),
};

function isTrackingAll(properties: Properties): boolean {
    return properties["trackAllUsers"] === true;
}

function memberPath(groupId: string, userId: string): string {
    return `/api/v1/groups/${encodeURIComponent(groupId)}/users/${encodeURIComponent(userId)}`;
}

/** Adds users one after the other, until one fails. */
async function addUsers(okta: Okta, groupId: string, users: readonly string[]): Promise<void> {
    for (const user of users) {
        await toldAs(`failed to add user (${user}) to group (${groupId})`, () => okta.put(memberPath(groupId, user)));
    }
}

/** Removes users one after the other; a user who is no longer a member is not a failure. */
async function removeUsers(okta: Okta, groupId: string, users: readonly string[]): Promise<void> {
    for (const user of users) {
        await toldAs(`failed to remove user (${user}) from group (${groupId})`, () =>
            okta.delete(memberPath(groupId, user)).catch((failure: unknown) => {
                if (!(failure instanceof OktaError && failure.status === 404)) throw failure;
            }),
        );
    }
}

function ignore(): void {}

async function untilThere(okta: Okta, groupId: string): Promise<void> {
    const giveUpMs = Date.now() + appearsWithinMs;
    while ((await membersOf(okta, groupId)).length === 0) {
        if (Date.now() > giveUpMs) {
            throw new Error(`group (${groupId}) did not have expected user memberships after multiple checks`);
        }
        await setTimeout(lookAgainMs);
    }
}

/** A deleted group has no members: as in the real plugin, the group's own resource reports that it is gone. */
async function membersOf(okta: Okta, groupId: string): Promise<readonly string[]> {
    try {
        const users = await okta.list(`/api/v1/groups/${encodeURIComponent(groupId)}/users?limit=200`);
        return users.map((user) => field(user, "id"));
    } catch (failure) {
        if (failure instanceof OktaError && failure.status === 404) return [];
        const told = failure instanceof Error ? failure.message : String(failure);
        throw new Error(`unable to list users for group (${groupId}) from API, error: ${told}`);
    }
}

function without(users: readonly string[], others: readonly string[]): readonly string[] {
    return users.filter((user) => !others.includes(user));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
    return without(one, other).length === 0 && without(other, one).length === 0;
}
