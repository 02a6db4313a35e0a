import type {
    OpaGroup,
    OpaRole,
    PolicyRule,
    Secret,
    SecretFolder,
    SecretPrivilege,
    SecurityPolicy,
} from "../store/opa-records";
import type { Store } from "../store/store";
import type { OpaContext } from "./context";
import { lacking } from "./errors";

/** A rule that gives a privilege, with the policy it is in. */
export interface Grant {
    readonly policy: SecurityPolicy;
    readonly rule: PolicyRule;
}

/** The living groups a user is in. */
export function groupsOf(store: Store, userName: string): OpaGroup[] {
    return [...store.opaGroups.values()].filter(
        (group) => group.deletedAtMs === undefined && group.members.has(userName),
    );
}

/** Whether the caller holds one of the roles through a group. */
export function holds({ world, caller }: OpaContext, ...roles: OpaRole[]): boolean {
    return (
        caller.isUnbound ||
        groupsOf(world.store, caller.user.name).some((group) => group.roles.some((role) => roles.includes(role)))
    );
}

/** Throws what the API answers unless the caller holds one of the roles. */
export function requireRole(context: OpaContext, ...roles: OpaRole[]): void {
    if (!holds(context, ...roles)) throw lacking(context.world.settings, roles.join(" or "));
}

/** Whether the caller administers the resource group: any of them, or this one by delegation. */
export function administers(context: OpaContext, resourceGroupId: string): boolean {
    if (holds(context, "resource_admin")) return true;
    const { store } = context.world;
    const delegated = store.resourceGroups.get(resourceGroupId)?.delegatedAdminGroupIds ?? [];
    return groupsOf(store, context.caller.user.name).some((group) => delegated.includes(group.id));
}

/** Throws what the API answers unless the caller administers the resource group. */
export function requireAdministrator(context: OpaContext, resourceGroupId: string): void {
    if (!administers(context, resourceGroupId)) throw lacking(context.world.settings, "resource_admin");
}

/** The rules of active policies that give this user the privilege on the folder or secret. */
export function grantsOf(
    store: Store,
    userName: string,
    item: SecretFolder | Secret,
    privilege: SecretPrivilege,
): Grant[] {
    const groupIds = groupsOf(store, userName).map((group) => group.id);
    // Contracts: a rule on a folder covers everything below it.
    const covering = [item.id, ...store.lineOf(item.parentId ?? "").map((folder) => folder.id)];
    return [...store.policies.values()]
        .filter((policy) => applies(policy, groupIds, item.resourceGroupId))
        .flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })))
        .filter(({ rule }) => gives(rule, privilege) && rule.targets.some((target) => covering.includes(target.id)));
}

function applies(policy: SecurityPolicy, groupIds: readonly string[], resourceGroupId: string): boolean {
    const isInScope = policy.resourceGroupId === null || policy.resourceGroupId === resourceGroupId;
    return policy.active && isInScope && policy.userGroups.some((group) => groupIds.includes(group.id));
}

function gives(rule: PolicyRule, privilege: SecretPrivilege): boolean {
    return rule.privileges.some(({ type, flags }) => type === "secret" && flags[privilege] === true);
}
