import type { TenantSettings } from "../settings";
import { makeOpaGroup } from "../store/make-opa";
import type { OktaGroup } from "../store/okta-records";
import type { OpaGroup } from "../store/opa-records";
import type { Store } from "../store/store";
import { deleteOpaGroup } from "./delete-opa-group";

/** Gives what was pushed as `target` its source's new name, in Okta and in OPA. False when the name is taken. */
export function renamePushed(
    store: Store,
    target: OktaGroup,
    name: string,
    settings: TenantSettings,
    nowMs: number,
): boolean {
    if (isTaken(store, target, name)) return false;
    target.name = name;
    target.lastUpdatedMs = nowMs;
    const pushed = [...store.opaGroups.values()].filter(
        (group) => group.pushedAs === target.id && group.deletedAtMs === undefined,
    );
    for (const group of pushed) {
        if (settings.pushedGroupRename === "same-group") group.name = name;
        else replace(store, group, name, settings, nowMs);
    }
    return true;
}

function isTaken(store: Store, target: OktaGroup, name: string): boolean {
    const isInApp = [...store.groups.values()].some(
        (other) => other.appId === target.appId && other.name === name && other.id !== target.id,
    );
    const inOpa = store.opaGroupNamed(name);
    return isInApp || (inOpa !== undefined && inOpa.deletedAtMs === undefined && inOpa.pushedAs !== target.id);
}

/** Replaces the old group with a new one: with its members, without what OPA's administrators had given it. */
function replace(store: Store, old: OpaGroup, name: string, settings: TenantSettings, nowMs: number): void {
    const members = [...old.members];
    deleteOpaGroup(store, old, settings, nowMs);
    makeOpaGroup(store, name, [], members).pushedAs = old.pushedAs ?? "";
}
