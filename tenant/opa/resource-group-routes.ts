import { z } from "zod";
import type { Answer } from "../http/answer";
import { derivedUuid } from "../ids";
import type { ResourceGroup } from "../store/opa-records";
import { administers, holds, requireAdministrator, requireRole } from "./access";
import { bodyOf, type OpaContext, type OpaRoute, team } from "./context";
import { invalid, lacking, notFound, refused } from "./errors";
import { goneFromPolicies } from "./gone-from-policies";
import { listOf } from "./paging";

const one = `${team}/resource_groups/:resourceGroup`;

/** The calls about resource groups. */
export const resourceGroupRoutes: readonly OpaRoute[] = [
    { method: "GET", path: `${team}/resource_groups`, answer: listResourceGroups },
    { method: "POST", path: `${team}/resource_groups`, answer: createResourceGroup },
    { method: "GET", path: one, answer: getResourceGroup },
    { method: "PUT", path: one, answer: updateResourceGroup },
    { method: "DELETE", path: one, answer: deleteResourceGroup },
];

const groups = z.array(z.object({ id: z.string() }));
// Only a peer gives a pattern for it (docs/contracts/opa-api.md 5.1).
const name = z.string().min(1).max(255);
const creation = z.object({ name, description: z.string().default(""), delegated_resource_admin_groups: groups });
// We assume that an update replaces all; a caller who may not change the groups omits them (docs/contracts/opa-api.md 5.1).
const update = creation.partial({ delegated_resource_admin_groups: true });

/** The resource group the path names; throws the API's error when there is none. */
export function resourceGroupOf({ world, call }: OpaContext): ResourceGroup {
    const found = world.store.resourceGroups.get(call.params["resourceGroup"] ?? "");
    if (!found) throw notFound(world.settings);
    return found;
}

function listResourceGroups(context: OpaContext): Answer {
    const { world, call } = context;
    const all = [...world.store.resourceGroups.values()];
    const forPolicyOnly = call.query.get("for_policy_only") === "true";
    // The role table and this parameter of the list disagree about security admins (docs/contracts/opa-api.md 5.1).
    const isForSecurity = forPolicyOnly || world.settings.resourceGroupList === "security-admins-too";
    const isSecurityAdmin = isForSecurity && holds(context, "security_admin");
    const visible = all.filter(({ id }) => isSecurityAdmin || (!forPolicyOnly && administers(context, id)));
    const isAllowed = visible.length > 0 || isSecurityAdmin || holds(context, "resource_admin");
    if (!isAllowed) throw lacking(world.settings, "resource_admin");
    const contains = (call.query.get("contains") ?? "").toLowerCase();
    const found = visible.filter((group) => group.name.toLowerCase().includes(contains));
    const key = call.query.get("order_by") === "name" ? "name" : "id";
    if (call.query.has("order_by")) found.sort((a, b) => a[key].localeCompare(b[key]));
    // Items of the list leave out the delegated groups (docs/contracts/opa-api.md 5.1).
    return listOf(context, found, (group) => withoutGroups(context, group));
}

function getResourceGroup(context: OpaContext): Answer {
    const group = resourceGroupOf(context);
    requireAdministrator(context, group.id);
    return { status: 200, body: onWire(context, group) };
}

function createResourceGroup(context: OpaContext): Answer {
    const { store } = context.world;
    requireRole(context, "resource_admin");
    const { name: wanted, description, delegated_resource_admin_groups: delegated } = bodyOf(context, creation);
    const group = {
        id: store.ids.opa(),
        seq: store.ids.next(),
        name: wanted,
        description,
        delegatedAdminGroupIds: existing(context, delegated),
    };
    store.resourceGroups.set(group.id, group);
    return { status: 201, body: onWire(context, group) };
}

function updateResourceGroup(context: OpaContext): Answer {
    const group = resourceGroupOf(context);
    requireAdministrator(context, group.id);
    const wanted = bodyOf(context, update);
    const { delegated_resource_admin_groups: delegated } = wanted;
    if (delegated) requireRole(context, "resource_admin");
    if (delegated || holds(context, "resource_admin")) group.delegatedAdminGroupIds = existing(context, delegated);
    group.name = wanted.name;
    group.description = wanted.description;
    const { resourceGroupUpdateStatus: status } = context.world.settings;
    return status === 204 ? { status } : { status, body: onWire(context, group) };
}

function deleteResourceGroup(context: OpaContext): Answer {
    const { store, settings } = context.world;
    requireRole(context, "resource_admin");
    const group = resourceGroupOf(context);
    const projects = [...store.projects.values()].filter(({ resourceGroupId }) => resourceGroupId === group.id);
    if (projects.length > 0 && settings.nonEmptyContainerDelete === "refused") {
        throw refused(settings, 409, "The resource group still has projects");
    }
    for (const { id } of projects) goneFromPolicies(context.world, store.removeProject(id));
    store.removeResourceGroup(group.id);
    return { status: 204 };
}

/** At least one group must exist (docs/contracts/opa-api.md 5.1). */
function existing({ world }: OpaContext, wanted: z.infer<typeof groups> = []): string[] {
    const ids = wanted.map(({ id }) => id).filter((id) => world.store.opaGroups.get(id)?.deletedAtMs === undefined);
    const isThere = ids.length === wanted.length && ids.every((id) => world.store.opaGroups.has(id));
    const message = "at least one user group should be associated with the resource group";
    if (ids.length === 0 || !isThere) {
        throw invalid(world.settings, { path: "delegated_resource_admin_groups", message });
    }
    return ids;
}

function withoutGroups({ world }: OpaContext, { id, name: its, description }: ResourceGroup) {
    return { id, name: its, description, team_id: derivedUuid(`team ${world.credentials.opaTeam}`) };
}

function onWire(context: OpaContext, group: ResourceGroup) {
    const { store } = context.world;
    const delegated = group.delegatedAdminGroupIds.map((id) => {
        const its = store.opaGroups.get(id)?.name;
        return { id, ...(its === undefined ? {} : { name: its }), type: "user_group" };
    });
    return { ...withoutGroups(context, group), delegated_resource_admin_groups: delegated };
}
