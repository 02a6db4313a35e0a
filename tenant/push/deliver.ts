import type { TenantSettings } from "../settings";
import { makeOpaGroup, makeOpaUser } from "../store/make-opa";
import type { GroupPushMapping, OktaGroup, OktaUserStatus } from "../store/okta-records";
import type { OpaGroup } from "../store/opa-records";
import type { Store } from "../store/store";
import { deleteOpaGroup } from "./delete-opa-group";

/** Inactive users are not pushed (docs/contracts/okta-api.md 1.7). */
export const pushedStatuses: readonly OktaUserStatus[] = ["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT"];

/**
 * Whom a mapping pushes. Members only if they are assigned to the app, too, and active
 * (docs/contracts/okta-api.md 1.7).
 */
export function loginsOf(store: Store, { appId, sourceGroupId }: GroupPushMapping): ReadonlySet<string> {
    const users = [...store.membersOf(sourceGroupId)].flatMap((userId) => store.users.get(userId) ?? []);
    const pushed = users.filter(({ id, status }) => pushedStatuses.includes(status) && store.isAssigned(appId, id));
    return new Set(pushed.map(({ login }) => login));
}

/** Sees to it that the pushed group is in OPA, under an id of OPA's own; undefined when OPA does not take it. */
export function deliverGroup(store: Store, target: OktaGroup, settings: TenantSettings): OpaGroup | undefined {
    const named = store.opaGroupNamed(target.name);
    const living = named?.deletedAtMs === undefined ? named : undefined;
    if (living && living.pushedAs !== target.id && settings.pushOntoLocalGroup === "fails") return undefined;
    const group = living ?? makeOpaGroup(store, target.name, []);
    group.pushedAs = target.id;
    return group;
}

/** Makes the people in an OPA group those pushed; service users, who are added in OPA itself, stay. */
export function deliverMembers(store: Store, group: OpaGroup, logins: ReadonlySet<string>): void {
    for (const name of group.members) {
        if (store.opaUsers.get(name)?.userType === "human" && !logins.has(name)) group.members.delete(name);
    }
    for (const login of logins) group.members.add(makeOpaUser(store, login, "human").name);
}

/** Removes from OPA what was pushed as this target group. OPA deletes softly (docs/contracts/opa-api.md 4.2). */
export function removePushed(store: Store, targetGroupId: string, settings: TenantSettings, nowMs: number): void {
    for (const group of store.opaGroups.values()) {
        if (group.pushedAs === targetGroupId && group.deletedAtMs === undefined) {
            deleteOpaGroup(store, group, settings, nowMs);
        }
    }
}
