import type { OpaUser } from "../store/opa-records";
import { groupsOf } from "../verdict/subject";
import type { World } from "../world";
import { requireRole } from "./access";
import { type OpaContext, type OpaRoute, param, team } from "./context";
import { notFound } from "./errors";
import { groupFilter } from "./group-filter";
import { groupOnWire } from "./group-wire";
import { pageOf } from "./paging";

/** The calls about users. */
export const userRoutes: readonly OpaRoute[] = [
    { method: "GET", path: `${team}/current_user`, answer: currentUser },
    { method: "GET", path: `${team}/users`, answer: listUsers },
    { method: "GET", path: `${team}/users/:user`, answer: getUser },
    { method: "GET", path: `${team}/users/:user/groups`, answer: listGroups },
];

/** Says who the caller is, not what the caller may do (docs/contracts/opa-api.md 0.1). */
function currentUser({ world, caller }: OpaContext) {
    const { id, name } = caller.user;
    return { status: 200, body: { id, name, team_name: world.credentials.opaTeam } };
}

/** People, or service users when the parameter asks for them instead. */
function listUsers(context: OpaContext) {
    const { world, call } = context;
    requireRole(context, "pam_admin", "resource_admin", "security_admin");
    const userType = call.query.get("include_service_users") === "true" ? "service" : "human";
    const found = [...world.store.opaUsers.values()].filter(
        (user) => user.userType === userType && userFilter(call.query)(user),
    );
    return pageOf(context, found, (user) => userOnWire(user, world));
}

function getUser(context: OpaContext) {
    requireRole(context, "pam_admin", "resource_admin", "security_admin");
    const user = context.world.store.opaUsers.get(param(context, "user"));
    if (!user) throw notFound(context.world.settings);
    return { status: 200, body: userOnWire(user, context.world) };
}

/** The filter of a users list, by name, state and id; `status` and `id` may be given more than once. */
export function userFilter(query: URLSearchParams): (user: OpaUser) => boolean {
    const contains = (query.get("contains") ?? "").toLowerCase();
    const startsWith = (query.get("starts_with") ?? "").toLowerCase();
    const statuses = query.getAll("status");
    const ids = query.getAll("id");
    return ({ id, name, status }) =>
        name.toLowerCase().includes(contains) &&
        name.toLowerCase().startsWith(startsWith) &&
        (statuses.length === 0 || statuses.includes(status)) &&
        (ids.length === 0 || ids.includes(id));
}

function listGroups(context: OpaContext) {
    const { world } = context;
    const user = world.store.opaUsers.get(param(context, "user"));
    if (!user) throw notFound(world.settings);
    const groups = groupsOf(world.store, user.name).filter(groupFilter(context.call.query));
    return pageOf(context, groups, (group) => groupOnWire(group, world));
}

/** A user as the API shows it. */
export function userOnWire(user: OpaUser, { store, credentials }: World): Record<string, unknown> {
    const person = store.userWithLogin(user.name);
    return {
        id: user.id,
        name: user.name,
        team_name: credentials.opaTeam,
        status: user.status,
        user_type: user.userType,
        deleted_at: null,
        details: person
            ? {
                  email: person.email,
                  first_name: person.firstName,
                  last_name: person.lastName,
                  full_name: `${person.firstName} ${person.lastName}`,
              }
            : null,
    };
}
