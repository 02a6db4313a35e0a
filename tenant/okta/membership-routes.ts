import type { Answer } from "../http/answer";
import { changeMember } from "../push/import-members";
import type { OktaUser } from "../store/okta-records";
import type { OktaContext, OktaRoute } from "./context";
import { param } from "./context";
import { notFound, refused } from "./errors";
import { groupOf } from "./group-routes";
import { actorOf } from "./log-routes";
import { type Paging, pageOf } from "./paging";
import { userOnWire } from "./wire";

const paging: Paging = { defaultLimit: 1000, maxLimit: 1000, kept: [] };

/** The calls about the members of a group. */
export const membershipRoutes: readonly OktaRoute[] = [
    { method: "GET", path: "/api/v1/groups/:groupId/users", scopes: ["okta.groups.read"], answer: listMembers },
    {
        method: "PUT",
        path: "/api/v1/groups/:groupId/users/:userId",
        scopes: ["okta.groups.manage"],
        answer: (context) => changeMembers(context, true),
    },
    {
        method: "DELETE",
        path: "/api/v1/groups/:groupId/users/:userId",
        scopes: ["okta.groups.manage"],
        answer: (context) => changeMembers(context, false),
    },
];

function listMembers(context: OktaContext): Answer {
    const { world, call } = context;
    const group = groupOf(context);
    const members = world.memberLists.membersOf(group.id).flatMap((id) => world.store.users.get(id) ?? []);
    const inOrder = members.sort((one, other) => one.seq - other.seq);
    return pageOf(call, world.baseUrl, inOrder, paging, (user) => userOnWire(user, world.baseUrl));
}

/**
 * Answers 204 without a body, even when nothing changes. Only Okta's own groups can be changed
 * (docs/contracts/okta-api.md 2.2).
 */
function changeMembers(context: OktaContext, isMember: boolean): Answer {
    const { world } = context;
    const group = groupOf(context);
    const user = userWithId(context);
    if (group.type !== "OKTA_GROUP") throw refused("denied");
    const members = world.store.membersOf(group.id);
    if (members.has(user.id) !== isMember) changeMember(world, group, user.id, isMember, actorOf(context));
    return { status: 204 };
}

/** By the specification, this path accepts an id only, while the user's own path also accepts a login. */
function userWithId(context: OktaContext): OktaUser {
    const userId = param(context, "userId");
    const user = context.world.store.users.get(userId);
    if (!user) throw notFound(userId, "User");
    return user;
}
