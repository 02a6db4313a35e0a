import type { TenantSettings } from "../settings";
import { dropReferences } from "../store/drop-references";
import type { OpaGroup } from "../store/opa-records";
import type { Store } from "../store/store";

/** Deletes an OPA group: it can still be read as deleted, and it no longer administers resource groups. */
export function deleteOpaGroup(store: Store, group: OpaGroup, settings: TenantSettings, nowMs: number): void {
    group.deletedAtMs = nowMs;
    group.members.clear();
    for (const resourceGroup of store.resourceGroups.values()) {
        const { delegatedAdminGroupIds } = resourceGroup;
        resourceGroup.delegatedAdminGroupIds = delegatedAdminGroupIds.filter((id) => id !== group.id);
    }
    if (settings.deletedGroupInPolicies === "removed") dropReferences(store, new Set([group.id]));
}
