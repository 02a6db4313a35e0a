import type { OpaUser } from "../store/opa-records";
import { groupsOf } from "../verdict/subject";
import type { World } from "../world";
import { type OpaContext, type OpaRoute, param, team } from "./context";
import { notFound } from "./errors";
import { groupFilter } from "./group-filter";
import { groupOnWire } from "./group-wire";
import { pageOf } from "./paging";

/** The calls about users. */
export const userRoutes: readonly OpaRoute[] = [
    { method: "GET", path: `${team}/current_user`, answer: currentUser },
    { method: "GET", path: `${team}/users/:user/groups`, answer: listGroups },
];

/** Says who the caller is, not what the caller may do (docs/contracts/opa-api.md 0.1). */
function currentUser({ world, caller }: OpaContext) {
    const { id, name } = caller.user;
    return { status: 200, body: { id, name, team_name: world.credentials.opaTeam } };
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
