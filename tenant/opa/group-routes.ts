import { z } from "zod";
import type { Answer } from "../http/answer";
import { deleteOpaGroup } from "../push/delete-opa-group";
import { makeOpaGroup } from "../store/make-opa";
import type { OpaGroup } from "../store/opa-records";
import { requireAnyAdmin, requireRole } from "./access";
import { bodyOf, type OpaContext, type OpaRoute, param, team } from "./context";
import { notFound, refused } from "./errors";
import { groupFilter } from "./group-filter";
import { groupOnWire } from "./group-wire";
import { pageOf } from "./paging";

/** The calls about groups. A group is addressed by name and cannot be renamed (docs/contracts/opa-api.md 4.1). */
export const groupRoutes: readonly OpaRoute[] = [
    { method: "GET", path: `${team}/groups`, answer: listGroups },
    { method: "POST", path: `${team}/groups`, answer: createGroup },
    { method: "GET", path: `${team}/groups/:group`, answer: getGroup },
    { method: "PUT", path: `${team}/groups/:group`, answer: updateGroup },
    { method: "DELETE", path: `${team}/groups/:group`, answer: deleteGroup },
];

const role = z.enum(["pam_admin", "resource_admin", "security_admin"]);
const creation = z.object({ name: z.string().min(1).max(255), roles: z.array(role).default([]) });
const update = z.object({ roles: z.array(z.enum([...role.options, "end_user"])) });

/** Built-in groups: they cannot be deleted, and their roles cannot change (docs/contracts/opa-api.md 4.2). */
const builtIn = ["everyone", "owners"];

/** The group that the path names and that is not deleted; throws the API's error when there is none. */
export function groupOf(context: OpaContext): OpaGroup {
    const group = context.world.store.opaGroupNamed(param(context, "group"));
    if (!group || group.deletedAtMs !== undefined) throw notFound(context.world.settings);
    return group;
}

/**
 * Throws the API's error unless the caller may read groups; the sources disagree about which roles that needs
 * (docs/contracts/opa-api.md 8).
 */
export function requireGroupReading(context: OpaContext): void {
    const { groupListRole } = context.world.settings;
    if (groupListRole === "pam-admin") requireRole(context, "pam_admin");
    if (groupListRole === "admins") requireAnyAdmin(context);
}

function getGroup(context: OpaContext): Answer {
    requireGroupReading(context);
    const { store, settings } = context.world;
    const group = store.opaGroupNamed(param(context, "group"));
    if (!group) throw notFound(settings);
    // A deleted group can still be returned with 200 (docs/contracts/opa-api.md 4.2).
    if (group.deletedAtMs !== undefined && settings.deletedGroupByName === "answers-404") throw notFound(settings);
    return { status: 200, body: groupOnWire(group, context.world) };
}

function listGroups(context: OpaContext): Answer {
    requireGroupReading(context);
    const { world, call } = context;
    const found = [...world.store.opaGroups.values()].filter(groupFilter(call.query));
    return pageOf(context, found, (group) => groupOnWire(group, world));
}

function createGroup(context: OpaContext): Answer {
    const { world } = context;
    requireRole(context, "pam_admin");
    const { name, roles } = bodyOf(context, creation);
    const known = world.store.opaGroupNamed(name);
    if (known && known.deletedAtMs === undefined) throw refused(world.settings, 409, "The group already exists");
    return { status: 201, body: groupOnWire(makeOpaGroup(world.store, name, roles), world) };
}

function updateGroup(context: OpaContext): Answer {
    requireRole(context, "pam_admin");
    const group = groupOf(context);
    requireNotBuiltIn(context, group);
    group.roles = bodyOf(context, update).roles.filter((one) => one !== "end_user");
    return { status: 204 };
}

function deleteGroup(context: OpaContext): Answer {
    const { world } = context;
    requireRole(context, "pam_admin");
    const group = groupOf(context);
    requireNotBuiltIn(context, group);
    deleteOpaGroup(world.store, group, world.settings, world.clock.nowMs());
    return { status: 204 };
}

function requireNotBuiltIn({ world }: OpaContext, { name }: OpaGroup): void {
    if (builtIn.includes(name)) throw refused(world.settings, 403, "A built-in group cannot be changed");
}
