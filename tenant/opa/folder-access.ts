import { Refusal } from "../http/refusal";
import type { Secret, SecretFolder, SecretPrivilege } from "../store/opa-records";
import { administers, holds } from "./access";
import { accessMethod } from "./access-method";
import type { OpaContext } from "./context";
import { notFound } from "./errors";
import { freeWays, type WayIn, waysIn } from "./ways-in";

type Item = SecretFolder | Secret;

/** Whether the caller may see the folder or secret: by policy, or as an administrator of its resource group. */
export function mayList(context: OpaContext, item: Item): boolean {
    return administers(context, item.resourceGroupId) || mayListByPolicy(context, item);
}

/**
 * Whether the caller finds the folder or secret in a search. By its specification a security admin finds all, and a
 * resource admin without a policy what is at the top only.
 */
export function mayFind(context: OpaContext, item: Item): boolean {
    const isAtTop = item.parentId === null && administers(context, item.resourceGroupId);
    return isAtTop || holds(context, "security_admin") || mayListByPolicy(context, item);
}

/**
 * Throws what the API answers unless the caller may see it. Not allowed looks like not there
 * (docs/contracts/opa-api.md 2.4).
 */
export function requireList(context: OpaContext, item: Item): void {
    if (!administers(context, item.resourceGroupId)) requirePrivilege(context, item, "list");
}

/** Throws what the API answers unless a policy gives the caller the privilege, here and now. */
export function requirePrivilege(context: OpaContext, item: Item, privilege: SecretPrivilege): void {
    if (context.caller.isUnbound) return;
    const ways = waysIn(context, item, privilege);
    if (freeWays(ways).length > 0) return;
    if (ways.length > 0) throw conditionsUnmet(methodsFor(context, item, ways));
    throw notFound(context.world.settings);
}

/** Throws what the API answers while some of these may be seen under a condition only. */
export function requireNoConditions(context: OpaContext, items: readonly Item[]): void {
    const guarded = items.filter((item) => !mayList(context, item));
    const methods = guarded.flatMap((item) => methodsFor(context, item, waysIn(context, item, "list")));
    if (methods.length > 0) throw conditionsUnmet(methods);
}

type AccessMethod = ReturnType<typeof accessMethod>;

function methodsFor(context: OpaContext, item: Item, ways: readonly WayIn[]): AccessMethod[] {
    return ways.map((way) => accessMethod(context, item, way));
}

/**
 * A privilege with an unmet condition is 403 with the ways to get in, and no message (docs/contracts/opa-api.md 2.6).
 */
function conditionsUnmet(list: readonly AccessMethod[]): Refusal {
    return new Refusal({ status: 403, body: { list } });
}

/** Whether some policy gives the caller the privilege, whatever its conditions. */
export function isGranted({ caller, rights }: OpaContext, item: Item, privilege: SecretPrivilege): boolean {
    return caller.isUnbound || rights.grants(item, privilege).length > 0;
}

function mayListByPolicy(context: OpaContext, item: Item): boolean {
    return freeWays(waysIn(context, item, "list")).length > 0;
}
