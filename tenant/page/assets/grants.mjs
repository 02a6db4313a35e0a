import { needInWords } from "./conditions.mjs";

/** @import { Access, State } from "../state.js" */
/** @import { Lookup } from "./lookup.mjs" */

/**
 * What one rule of an active policy lets people of one group, or a workload, do with one existing folder or secret:
 * the tenant's own verdict.
 *
 * @typedef {object} Grant
 * @property {string} itemId
 * @property {string} groupId
 * @property {string} group
 * @property {readonly string[]} people
 * @property {boolean} isWorkload
 * @property {readonly string[]} privileges
 * @property {readonly string[]} conditions
 * @property {string} policy
 */

/**
 * Who can do what where, by folder or secret.
 *
 * @param {Lookup} lookup
 * @returns {ReadonlyMap<string, readonly Grant[]>}
 */
export function grantsIn(lookup) {
    return Map.groupBy(lookup.state.access.map(grantOf), ({ itemId }) => itemId);
}

/**
 * @param {Access} access
 * @returns {Grant}
 */
function grantOf({ itemId, groupId, group, principal, people, privileges, asks, isDead, policy }) {
    const isWorkload = principal === "workload role";
    return {
        itemId,
        groupId,
        group: isWorkload ? `workload role ${group}` : group,
        people,
        isWorkload,
        privileges,
        conditions: asks.map((need) => `${needInWords(need)}${isDead ? ", which no program can give" : ""}`),
        policy,
    };
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
