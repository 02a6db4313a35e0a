import { type LoggedEntity, loggedGroup, loggedUser, system } from "../okta/system-log";
import type { OktaGroup } from "../store/okta-records";
import type { World } from "../world";

/** Adds a user to a group or removes one, with all consequences: lists, search, pushes. */
export function changeMember(
    world: World,
    group: OktaGroup,
    userId: string,
    isMember: boolean,
    actor: LoggedEntity = system,
): void {
    const members = world.store.membersOf(group.id);
    const user = world.store.users.get(userId);
    const type = isMember ? "group.user_membership.add" : "group.user_membership.remove";
    if (user) world.systemLog.record(type, world.clock.nowMs(), actor, [loggedUser(user), loggedGroup(group)]);
    world.memberLists.changed(group.id, userId);
    if (isMember) members.add(userId);
    else members.delete(userId);
    group.lastMembershipUpdatedMs = world.clock.nowMs();
    world.index.changed(group.id);
    world.pushes.membersChanged(group.id);
    world.pushes.memberMayUseApps(group.id);
}

/** Makes these people the members of a group, whatever its type. Throws when the group or a person does not exist. */
export function importMembers(world: World, groupId: string, logins: readonly string[]): void {
    const { store } = world;
    const group = store.groups.get(groupId);
    if (!group) throw new Error(`There is no group ${groupId}: importMembers.`);
    const wanted = new Set(
        logins.map((login) => {
            const user = store.userWithLogin(login);
            if (!user) throw new Error(`Nobody has the login ${login}: importMembers.`);
            return user.id;
        }),
    );
    const members = [...store.membersOf(groupId)];
    for (const id of members) if (!wanted.has(id)) changeMember(world, group, id, false);
    for (const id of wanted) if (!members.includes(id)) changeMember(world, group, id, true);
}
