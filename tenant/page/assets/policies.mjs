import { conditionInWords } from "./conditions.mjs";
import { element, part, showEither } from "./element.mjs";
import { privilegesOf } from "./grants.mjs";
import { keep } from "./keep.mjs";
import { privilegesLine } from "./privileges.mjs";

/** @import { State } from "../state.js" */
/** @import { Lookup } from "./lookup.mjs" */

/**
 * A policy in words.
 *
 * @typedef {object} Policy
 * @property {string} id
 * @property {string} name
 * @property {string} description
 * @property {boolean} active
 * @property {string | null} scope Null for every resource group.
 * @property {readonly string[]} principals
 * @property {readonly Rule[]} rules
 */

/** @typedef {{ readonly name: string, readonly about: string, readonly privileges: readonly string[], readonly conditions: readonly string[] }} Rule */

/**
 * Shows every security policy, also inactive ones.
 *
 * @param {Lookup} lookup
 */
export function showPolicies(lookup) {
    const policies = lookup.state.policies
        .map((policy) => policyOf(policy, lookup))
        .toSorted((one, other) => one.name.localeCompare(other.name));
    showEither("policies", "no-policies", policies.length > 0);
    keep(part("policies"), policies, ({ id }) => id, drawPolicy);
}

/**
 * @param {State["policies"][number]} policy
 * @param {Lookup} lookup
 * @returns {Policy}
 */
function policyOf({ id, name, description, active, resourceGroupId, userGroups, workloadRoles, rules }, lookup) {
    return {
        id,
        name,
        description,
        active,
        scope: resourceGroupId === null ? null : (lookup.resourceGroups.get(resourceGroupId)?.name ?? "(gone)"),
        principals: [
            ...userGroups.map(({ id }) => groupName(id, lookup)),
            ...workloadRoles.map(({ id, name }) => `workload role ${name ?? id}`),
        ],
        rules: rules.map((rule) => ({
            name: rule.name,
            about:
                rule.targets.map(({ id, name }) => lookup.pathOf(id) ?? `${name ?? id} (gone)`).join(", ") ||
                rule.resourceType.replaceAll("_", " "),
            privileges: privilegesOf(rule),
            conditions: rule.conditions.map(conditionInWords),
        })),
    };
}

/**
 * @param {string} id
 * @param {Lookup} lookup
 */
function groupName(id, { opaGroups, deletedOpaGroups }) {
    const deleted = deletedOpaGroups.get(id);
    return opaGroups.get(id)?.name ?? (deleted ? `${deleted.name} (deleted)` : `${id} (gone)`);
}

/** @param {Policy} policy */
function drawPolicy({ name, description, active, scope, principals, rules }) {
    return element(
        "li",
        { class: active ? "card" : "card is-off" },
        element(
            "p",
            {},
            element("span", { class: "name" }, name),
            element("span", { class: active ? "badge good" : "badge off" }, active ? "ACTIVE" : "SWITCHED OFF"),
        ),
        element("p", { class: "muted" }, description),
        element(
            "p",
            {},
            principals.join(", ") || "nobody",
            element("span", { class: "muted" }, " in "),
            scope === null
                ? element("strong", { class: "waiting-text" }, "every resource group")
                : `resource group ${scope}`,
        ),
        ...rules.map(({ name, about, privileges, conditions }) =>
            element(
                "div",
                { class: "rule" },
                element(
                    "p",
                    {},
                    element("span", { class: "path" }, about),
                    element("span", { class: "muted" }, ` rule "${name}"`),
                ),
                privilegesLine(privileges, conditions),
            ),
        ),
    );
}
