import type { TenantSettings } from "../settings";
import { makeOpaGroup, makeOpaUser } from "../store/make-opa";
import type { GroupPushMapping, OktaGroup, OktaUserStatus } from "../store/okta-records";
import type { OpaGroup } from "../store/opa-records";
import type { Store } from "../store/store";
import { deleteOpaGroup } from "./delete-opa-group";

/** Users in other states are not pushed (docs/contracts/okta-api.md 1.7). */
export const pushedStatuses: readonly OktaUserStatus[] = ["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT"];

/**
 * The logins that a mapping pushes: members of the group who are active and assigned to the app
 * (docs/contracts/okta-api.md 1.7).
 */
export function loginsOf(store: Store, { appId, sourceGroupId }: GroupPushMapping): ReadonlySet<string> {
    const users = [...store.membersOf(sourceGroupId)].flatMap((userId) => store.users.get(userId) ?? []);
    const pushed = users.filter(({ id, status }) => pushedStatuses.includes(status) && store.isAssigned(appId, id));
    return new Set(pushed.map(({ login }) => login));
}

/** Makes sure that the pushed group is in OPA, under an id of OPA's own; undefined when OPA refuses it. */
export function deliverGroup(store: Store, target: OktaGroup, settings: TenantSettings): OpaGroup | undefined {
    const named = store.opaGroupNamed(target.name);
    const living = named?.deletedAtMs === undefined ? named : undefined;
    if (living && living.pushedAs !== target.id && settings.pushOntoLocalGroup === "fails") return undefined;
    const group = living ?? makeOpaGroup(store, target.name, []);
    group.pushedAs = target.id;
    return group;
}

/** Makes the pushed people the members of an OPA group; service users, who are added in OPA itself, stay. */
export function deliverMembers(store: Store, group: OpaGroup, logins: ReadonlySet<string>): void {
    for (const name of group.members) {
        if (store.opaUsers.get(name)?.userType === "human" && !logins.has(name)) group.members.delete(name);
    }
    for (const login of logins) group.members.add(makeOpaUser(store, login, "human").name);
}

/** Removes what was pushed as this target group from OPA. OPA deletes softly (docs/contracts/opa-api.md 4.2). */
export function removePushed(store: Store, targetGroupId: string, settings: TenantSettings, nowMs: number): void {
    for (const group of store.opaGroups.values()) {
        if (group.pushedAs === targetGroupId && group.deletedAtMs === undefined) {
            deleteOpaGroup(store, group, settings, nowMs);
        }
    }
}
