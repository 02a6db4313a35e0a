/** @import { State } from "../state.js" */
/** @import { Lookup } from "./lookup.mjs" */

/**
 * What one rule of an active policy lets one living group do with one folder or secret that is there.
 *
 * @typedef {object} Grant
 * @property {string} itemId
 * @property {string} groupId
 * @property {string} group
 * @property {readonly string[]} people
 * @property {readonly string[]} privileges
 * @property {readonly string[]} conditions
 * @property {string} policy
 */

/**
 * Who can do what where, by the folder or secret it is about.
 *
 * @param {Lookup} lookup
 * @returns {ReadonlyMap<string, readonly Grant[]>}
 */
export function grantsIn(lookup) {
    const grants = lookup.state.policies.filter(({ active }) => active).flatMap((policy) => grantsOf(policy, lookup));
    return Map.groupBy(grants, ({ itemId }) => itemId);
}

/**
 * @param {State["policies"][number]} policy
 * @param {Lookup} lookup
 * @returns {Grant[]}
 */
function grantsOf({ name, resourceGroupId, userGroups, rules }, lookup) {
    const groups = userGroups.flatMap(({ id }) => {
        const group = lookup.opaGroups.get(id);
        return group ? [group] : [];
    });
    return rules.flatMap((rule) =>
        rule.targets.flatMap(({ id }) => {
            const item = lookup.folders.get(id) ?? lookup.secrets.get(id);
            const isInScope = item && (resourceGroupId === null || resourceGroupId === item.resourceGroupId);
            if (!isInScope) return [];
            return groups.map((group) => ({
                itemId: id,
                groupId: group.id,
                group: group.name,
                people: group.members,
                privileges: privilegesOf(rule),
                conditions: rule.conditions.map(inWords),
                policy: name,
            }));
        }),
    );
}

/**
 * The privileges on secrets that a rule gives.
 *
 * @param {State["policies"][number]["rules"][number]} rule
 * @returns {string[]}
 */
export function privilegesOf({ privileges }) {
    return privileges.flatMap(({ flags }) => Object.keys(flags).filter((flag) => flags[flag]));
}

/**
 * A condition as it reads after "only".
 *
 * @param {State["policies"][number]["rules"][number]["conditions"][number]} condition
 * @returns {string}
 */
export function inWords({ type, value }) {
    if (type === "mfa") return "after multifactor authentication";
    if (type === "access_request") return `after approval of "${value["request_type_name"]}"`;
    return "through a gateway";
}
