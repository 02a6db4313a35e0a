import type { Answer } from "../http/answer";
import type { OktaContext, OktaRoute } from "./context";
import { param } from "./context";
import { refused } from "./errors";
import { groupOf } from "./group-routes";
import { type Paging, pageOf } from "./paging";
import { userOf } from "./user-routes";
import { userOnWire } from "./wire";

const paging: Paging = { defaultLimit: 1000, maxLimit: 1000, kept: [] };

/** The calls about the members of a group. */
export const membershipRoutes: readonly OktaRoute[] = [
    { method: "GET", path: "/api/v1/groups/:groupId/users", scopes: ["okta.groups.read"], answer: listMembers },
    {
        method: "PUT",
        path: "/api/v1/groups/:groupId/users/:userId",
        scopes: ["okta.groups.manage"],
        answer: (context) => changeMembers(context, (members, userId) => members.add(userId)),
    },
    {
        method: "DELETE",
        path: "/api/v1/groups/:groupId/users/:userId",
        scopes: ["okta.groups.manage"],
        answer: (context) => changeMembers(context, (members, userId) => members.delete(userId)),
    },
];

function listMembers(context: OktaContext): Answer {
    const { world, call } = context;
    const memberIds = world.store.membersOf(groupOf(context).id);
    const members = [...world.store.users.values()].filter((user) => memberIds.has(user.id));
    return pageOf(call, world.baseUrl, members, paging, (user) => userOnWire(user, world.baseUrl));
}

/** Contracts: 204 without a body, also when nothing changes; only Okta's own groups can be changed. */
function changeMembers(context: OktaContext, change: (members: Set<string>, userId: string) => unknown): Answer {
    const { world } = context;
    const group = groupOf(context);
    const user = userOf(context, param(context, "userId"));
    if (group.type !== "OKTA_GROUP") throw refused("denied");
    const members = world.store.membersOf(group.id);
    const before = members.size;
    change(members, user.id);
    if (members.size !== before) {
        group.lastMembershipUpdatedMs = world.clock.nowMs();
        world.index.changed(group.id);
        world.pushes.membersChanged(group.id);
        world.pushes.memberMayUseApps(group.id);
    }
    return { status: 204 };
}
