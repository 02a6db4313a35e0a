import type { Answer } from "../http/answer";
import { makeGroup } from "../store/make-okta";
import type { OktaGroup } from "../store/okta-records";
import { type OktaContext, type OktaRoute, param } from "./context";
import { invalid, notFound, refused } from "./errors";
import { listGroups } from "./group-list";
import { logged } from "./log-routes";
import { type Paging, pageOf } from "./paging";
import { loggedGroup } from "./system-log";
import { appOnWire, groupOnWire } from "./wire";

/** The calls about groups. */
export const groupRoutes: readonly OktaRoute[] = [
    { method: "GET", path: "/api/v1/groups", scopes: ["okta.groups.read"], answer: listGroups },
    { method: "POST", path: "/api/v1/groups", scopes: ["okta.groups.manage"], answer: createGroup },
    { method: "GET", path: "/api/v1/groups/:groupId", scopes: ["okta.groups.read"], answer: getGroup },
    { method: "GET", path: "/api/v1/groups/:groupId/apps", scopes: ["okta.groups.read"], answer: listApps },
    { method: "PUT", path: "/api/v1/groups/:groupId", scopes: ["okta.groups.manage"], answer: replaceGroup },
    { method: "DELETE", path: "/api/v1/groups/:groupId", scopes: ["okta.groups.manage"], answer: deleteGroup },
];

/** The specification says 20 to a page; it does not give the maximum. */
const appPaging: Paging = { defaultLimit: 20, maxLimit: 200, kept: [] };

/** Longest name of a group. */
const maxNameLength = 255;

/** The group the path names; throws the API's error when there is none. */
export function groupOf(context: OktaContext): OktaGroup {
    const groupId = param(context, "groupId");
    const group = context.world.store.groups.get(groupId);
    if (!group) throw notFound(groupId, "UserGroup");
    return group;
}

function getGroup(context: OktaContext): Answer {
    return { status: 200, body: groupOnWire(groupOf(context), context.world) };
}

/** Lists the apps that the group is assigned to. */
function listApps(context: OktaContext): Answer {
    const { call, world } = context;
    const group = groupOf(context);
    const assigned = [...world.store.apps.values()].filter(({ id }) =>
        world.store.appAssignments.get(id)?.has(group.id),
    );
    return pageOf(call, world.baseUrl, assigned, appPaging, (app) => appOnWire(app, world.baseUrl));
}

function createGroup(context: OktaContext): Answer {
    const { world } = context;
    const profile = profileOf(context.body());
    requireFreeName(context, profile.name);
    const group = makeGroup(world.store, world.clock.nowMs(), profile);
    world.index.changed(group.id);
    logged(context, "group.lifecycle.create", loggedGroup(group));
    return { status: 200, body: groupOnWire(group, world) };
}

function replaceGroup(context: OktaContext): Answer {
    const { world } = context;
    const group = groupOf(context);
    if (group.type !== "OKTA_GROUP") throw refused("denied");
    const profile = profileOf(context.body());
    const isRenamed = profile.name !== group.name;
    const isOther = isRenamed || profile.description !== group.description;
    if (isRenamed) requireFreeName(context, profile.name);
    Object.assign(group, profile, { lastUpdatedMs: world.clock.nowMs() });
    world.index.changed(group.id);
    if (isRenamed) world.pushes.sourceRenamed(group.id);
    if (isOther) logged(context, "group.profile.update", loggedGroup(group));
    return { status: 200, body: groupOnWire(group, world) };
}

function deleteGroup(context: OktaContext): Answer {
    const { world } = context;
    const { store } = world;
    const group = groupOf(context);
    if (group.type === "BUILT_IN") throw refused("denied");
    requireUnmapped(context, group);
    logged(context, "group.lifecycle.delete", loggedGroup(group));
    store.groups.delete(group.id);
    store.memberships.delete(group.id);
    for (const assignments of store.appAssignments.values()) assignments.delete(group.id);
    // A mapping whose source group was deleted was seen to answer 404 (docs/contracts/okta-api.md 1.3).
    world.pushes.sourceDeleted(group.id);
    world.index.changed(group.id);
    world.pushes.assignmentsChanged();
    return { status: 204 };
}

/** An app's group cannot be deleted while a mapping uses it (docs/contracts/okta-api.md 1.7). */
function requireUnmapped({ world }: OktaContext, group: OktaGroup): void {
    if (![...world.store.mappings.values()].some(({ targetGroupId }) => targetGroupId === group.id)) return;
    if (world.settings.mappedTargetDelete === 403) throw refused("denied");
    throw invalid("group", "The group is the target of a group push mapping");
}

function profileOf(body: Record<string, unknown>): Pick<OktaGroup, "name" | "description"> {
    const { name, description = null } = (body["profile"] ?? {}) as Record<string, unknown>;
    if (typeof name !== "string" || name === "") throw invalid("name", "name: The field cannot be left blank");
    if (name.length > maxNameLength)
        throw invalid("name", `name: The field is longer than ${maxNameLength} characters`);
    if (description !== null && typeof description !== "string")
        throw invalid("description", "description: Not a text");
    return { name, description };
}

/** Names of Okta's own groups are unique; an app's group may have the same name (docs/contracts/okta-api.md 2.1). */
function requireFreeName({ world }: OktaContext, name: string): void {
    const isTaken = [...world.store.groups.values()].some((group) => group.type !== "APP_GROUP" && group.name === name);
    if (isTaken) throw invalid("name", "name: An object with this field already exists in the current organization");
}
