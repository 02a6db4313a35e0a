import type { OpaRole } from "../store/opa-records";
import type { OpaContext } from "./context";
import { lacking } from "./errors";

/** Whether the caller holds one of the roles through a group. */
export function holds({ caller, rights }: OpaContext, ...roles: OpaRole[]): boolean {
    return caller.isUnbound || rights.hasRole(roles);
}

/** Throws the API's error unless the caller holds one of the roles. */
export function requireRole(context: OpaContext, ...roles: OpaRole[]): void {
    if (!holds(context, ...roles)) throw lacking(context.world.settings, roles.join(" or "));
}

/**
 * Throws the API's error unless the caller has one of the four admin roles that docs/contracts/opa-api.md 8 requires for
 * reading groups and service users.
 */
export function requireAnyAdmin(context: OpaContext): void {
    const { caller, rights, world } = context;
    const isDelegate = [...world.store.resourceGroups.keys()].some((id) => rights.administration(id).length > 0);
    if (!caller.isUnbound && !isDelegate) requireRole(context, "pam_admin", "resource_admin", "security_admin");
}

/** Whether the caller administers the resource group: as an admin of all of them, or of this one by delegation. */
export function administers({ caller, rights }: OpaContext, resourceGroupId: string): boolean {
    return caller.isUnbound || rights.administration(resourceGroupId).length > 0;
}

/** Throws the API's error unless the caller administers the resource group. */
export function requireAdministrator(context: OpaContext, resourceGroupId: string): void {
    if (!administers(context, resourceGroupId)) throw lacking(context.world.settings, "resource_admin");
}
