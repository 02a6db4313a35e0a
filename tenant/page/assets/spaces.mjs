/** @import { State } from "../state.js" */
/** @import { Grant } from "./grants.mjs" */
/** @import { Lookup } from "./lookup.mjs" */

/**
 * A member of a group, and a note about the membership.
 * @typedef {{ readonly name: string, readonly title: string, readonly note?: string }} Person
 */

/**
 * A pushed group on its way from Okta to a folder.
 *
 * @typedef {object} Space
 * @property {string} id Of the mapping.
 * @property {{ readonly name: string | undefined, readonly members: readonly Person[] }} source
 * @property {{ readonly status: string, readonly lastPushMs: number | undefined, readonly reason: string, readonly app: string }} push
 * @property {Target} target
 * @property {readonly Reach[]} reaches
 */

/**
 * @typedef {object} Target
 * @property {string | undefined} name
 * @property {boolean} isThere
 * @property {readonly Person[]} arrived
 * @property {readonly Person[]} missing
 */

/** @typedef {{ readonly path: string, readonly privileges: readonly string[], readonly conditions: readonly string[] }} Reach */

/** Users in other states are not pushed (docs/contracts/okta-api.md 1.7). */
const pushedStatuses = ["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT"];

/**
 * Every pushed group, by name.
 *
 * @param {Lookup} lookup
 * @param {ReadonlyMap<string, readonly Grant[]>} grants
 * @returns {Space[]}
 */
export function spacesIn(lookup, grants) {
    const byGroup = Map.groupBy([...grants.values()].flat(), ({ groupId }) => groupId);
    return lookup.state.mappings
        .map((mapping) => spaceOf(mapping, lookup, byGroup))
        .toSorted((one, other) => (one.source.name ?? "").localeCompare(other.source.name ?? ""));
}

/**
 * Whether a space is complete: pushed, with everybody in OPA who can be there, and with a folder.
 *
 * @param {Space} space
 * @returns {boolean}
 */
export function isComplete({ push, target, reaches }) {
    const isAwaited = target.missing.some(({ note }) => note === undefined);
    return push.status === "ACTIVE" && target.isThere && !isAwaited && reaches.length > 0;
}

/**
 * @param {State["mappings"][number]} mapping
 * @param {Lookup} lookup
 * @param {ReadonlyMap<string, readonly Grant[]>} grantsByGroup
 * @returns {Space}
 */
function spaceOf(mapping, lookup, grantsByGroup) {
    const target = lookup.pushed.get(mapping.targetGroupId);
    const app = lookup.apps.get(mapping.appId);
    return {
        id: mapping.id,
        source: {
            name: lookup.groups.get(mapping.sourceGroupId)?.name,
            members: membersOf(mapping.sourceGroupId, lookup).map((user) => personOf(user.login, lookup)),
        },
        push: {
            status: mapping.status,
            lastPushMs: mapping.lastPushMs,
            reason: mapping.status === "ERROR" ? (mapping.errorSummary ?? "") : "",
            app: app?.name === "okta_privileged_access_sso" ? "" : (app?.label ?? "an app that is gone"),
        },
        target: targetOf(mapping, target, lookup),
        reaches: (grantsByGroup.get(target?.id ?? "") ?? []).map(({ itemId, privileges, conditions }) => ({
            path: lookup.pathOf(itemId) ?? "(gone)",
            privileges,
            conditions,
        })),
    };
}

/**
 * @param {State["mappings"][number]} mapping
 * @param {State["opaGroups"][number] | undefined} group
 * @param {Lookup} lookup
 * @returns {Target}
 */
function targetOf({ appId, sourceGroupId, targetGroupId }, group, lookup) {
    const members = membersOf(sourceGroupId, lookup);
    const missing = members.filter(({ login }) => !group?.members.includes(login));
    return {
        name: group?.name ?? lookup.groups.get(targetGroupId)?.name,
        isThere: group !== undefined,
        arrived: (group?.members ?? []).map((login) => personOf(login, lookup)),
        missing: missing.map((user) => {
            const note = whyNotPushed(user, appId, lookup);
            return { ...personOf(user.login, lookup), ...(note ? { note } : {}) };
        }),
    };
}

/**
 * @param {State["users"][number]} user
 * @param {string} appId
 * @param {Lookup} lookup
 */
function whyNotPushed({ id, status }, appId, { state }) {
    if (!pushedStatuses.includes(status)) return status.toLowerCase();
    const assigned = Object.keys(state.appAssignments[appId] ?? {});
    if (state.directAssignments[appId]?.includes(id)) return "";
    return assigned.some((groupId) => state.memberships[groupId]?.includes(id)) ? "" : "not assigned to the app";
}

/**
 * @param {string} groupId
 * @param {Lookup} lookup
 * @returns {State["users"][number][]}
 */
function membersOf(groupId, { state, users }) {
    return (state.memberships[groupId] ?? []).flatMap((id) => users.get(id) ?? []);
}

/**
 * Somebody by login.
 *
 * @param {string} login
 * @param {Lookup} lookup
 * @returns {Person}
 */
export function personOf(login, lookup) {
    const user = lookup.usersByLogin.get(login);
    return {
        name: lookup.shortName(login),
        title: user ? `${user.firstName} ${user.lastName}, ${login}` : `${login}, not a user of Okta`,
    };
}
