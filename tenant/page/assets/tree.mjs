import { personOf } from "./spaces.mjs";

/** @import { State } from "../state.js" */
/** @import { Grant } from "./grants.mjs" */
/** @import { Lookup } from "./lookup.mjs" */
/** @import { Person } from "./spaces.mjs" */

/**
 * A project, who administers it, and its folders.
 * @typedef {{ readonly id: string, readonly path: string, readonly administrators: readonly string[], readonly items: readonly Item[] }} Root
 */

/**
 * A folder or a secret, who may do what with it, and what lies in it.
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {"folder" | "secret"} kind
 * @property {string} name
 * @property {string} description
 * @property {readonly Access[]} access
 * @property {readonly Item[]} items
 */

/**
 * What a group may do, and by which policy.
 * @typedef {Pick<Grant, "group" | "isWorkload" | "policy" | "privileges" | "conditions"> & { readonly people: readonly Person[] }} Access
 */

/**
 * Every project with its folders and secrets, each list by name.
 *
 * @param {Lookup} lookup
 * @param {ReadonlyMap<string, readonly Grant[]>} grants
 * @returns {Root[]}
 */
export function treeIn(lookup, grants) {
    const { folders, secrets, projects } = lookup.state;
    const isSecret = new Set(secrets.map(({ id }) => id));
    const placed = [...folders, ...secrets].toSorted((one, other) => one.name.localeCompare(other.name));
    const byPlace = Map.groupBy(placed, ({ parentId, projectId }) => parentId ?? projectId);
    /** @type {(placeId: string) => Item[]} */
    const itemsIn = (placeId) =>
        (byPlace.get(placeId) ?? []).map(({ id, name, description }) => ({
            id,
            kind: isSecret.has(id) ? "secret" : "folder",
            name,
            description: description ?? "",
            access: (grants.get(id) ?? []).map((grant) => accessOf(grant, lookup)),
            items: itemsIn(id),
        }));
    return projects.map((project) => ({
        id: project.id,
        path: `${lookup.resourceGroups.get(project.resourceGroupId)?.name ?? "(gone)"} / ${project.name}`,
        administrators: administratorsOf(project, lookup),
        items: itemsIn(project.id),
    }));
}

/**
 * @param {Grant} grant
 * @param {Lookup} lookup
 * @returns {Access}
 */
function accessOf({ group, isWorkload, policy, privileges, conditions, people }, lookup) {
    return {
        group,
        isWorkload,
        policy,
        privileges,
        conditions,
        people: people.map((login) => personOf(login, lookup)),
    };
}

/**
 * The groups that see every folder of a project by role, without a policy.
 *
 * @param {State["projects"][number]} project
 * @param {Lookup} lookup
 */
function administratorsOf({ resourceGroupId }, { state, resourceGroups }) {
    const delegated = resourceGroups.get(resourceGroupId)?.delegatedAdminGroupIds ?? [];
    return state.opaGroups
        .filter(({ id, roles }) => roles.includes("resource_admin") || delegated.includes(id))
        .map(({ name }) => name);
}
