import type { TenantSettings } from "../settings";
import { makeOpaGroup, makeOpaUser } from "../store/make-opa";
import type { OktaGroup } from "../store/okta-records";
import type { OpaGroup } from "../store/opa-records";
import type { Store } from "../store/store";

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
export function deliverMembers(store: Store, group: OpaGroup, logins: readonly string[]): void {
    for (const name of group.members) {
        if (store.opaUsers.get(name)?.userType === "human" && !logins.includes(name)) group.members.delete(name);
    }
    for (const login of logins) group.members.add(makeOpaUser(store, login, "human").name);
}

/** Removes from OPA what was pushed as this target group. Contracts: OPA deletes softly. */
export function removePushed(store: Store, targetGroupId: string, nowMs: number): void {
    for (const group of store.opaGroups.values()) {
        if (group.pushedAs === targetGroupId && group.deletedAtMs === undefined) deleteOpaGroup(store, group, nowMs);
    }
}

/** Deletes an OPA group: it stays to be seen as deleted, and no longer administers resource groups. */
export function deleteOpaGroup(store: Store, group: OpaGroup, nowMs: number): void {
    group.deletedAtMs = nowMs;
    group.members.clear();
    for (const resourceGroup of store.resourceGroups.values()) {
        const { delegatedAdminGroupIds } = resourceGroup;
        resourceGroup.delegatedAdminGroupIds = delegatedAdminGroupIds.filter((id) => id !== group.id);
    }
}
