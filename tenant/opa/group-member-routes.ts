import { z } from "zod";
import type { Answer } from "../http/answer";
import { requireRole } from "./access";
import { bodyOf, type OpaContext, type OpaRoute, param, team } from "./context";
import { invalid, notFound } from "./errors";
import { groupOf, requireGroupReading } from "./group-routes";
import { pageOf } from "./paging";
import { userFilter, userOnWire } from "./user-routes";

const members = `${team}/groups/:group/users`;

/** The calls about the members of a group. */
export const groupMemberRoutes: readonly OpaRoute[] = [
    { method: "GET", path: members, answer: listMembers },
    { method: "POST", path: members, answer: addMember },
    { method: "DELETE", path: `${members}/:user`, answer: removeMember },
];

const addition = z.object({ name: z.string().min(1).max(255) });

function listMembers(context: OpaContext): Answer {
    requireGroupReading(context);
    const { world, call } = context;
    const users = [...groupOf(context).members].flatMap((name) => world.store.opaUsers.get(name) ?? []);
    const userType = call.query.get("user_type");
    const found = users.filter(
        (user) => userFilter(call.query)(user) && (userType === null || user.userType === userType),
    );
    return pageOf(context, found, (user) => userOnWire(user, world));
}

function addMember(context: OpaContext): Answer {
    const { world } = context;
    requireRole(context, "pam_admin");
    const group = groupOf(context);
    const { name } = bodyOf(context, addition);
    if (!world.store.opaUsers.has(name)) throw invalid(world.settings, { path: "name", message: "No such user" });
    group.members.add(name);
    return { status: 204 };
}

function removeMember(context: OpaContext): Answer {
    requireRole(context, "pam_admin");
    if (!groupOf(context).members.delete(param(context, "user"))) throw notFound(context.world.settings);
    return { status: 204 };
}
