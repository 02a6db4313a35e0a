import { Refusal } from "../http/refusal";
import type { SecretPrivilege } from "../store/opa-records";
import type { Item } from "../verdict/grants";
import { judge, type Verdict } from "../verdict/verdict";
import { administers, holds } from "./access";
import { accessMethod } from "./access-method";
import type { OpaContext } from "./context";
import { notFound } from "./errors";

/** Whether the caller may see the folder or secret: by policy, or as an administrator of its resource group. */
export function mayList(context: OpaContext, item: Item): boolean {
    return isAllowed(context, item, "list");
}

/**
 * Whether a search shows the folder or secret to the caller. By the specification, a security admin finds everything, and a
 * resource admin without a policy finds only what is at the top.
 */
export function mayFind(context: OpaContext, item: Item): boolean {
    const isAtTop = item.parentId === null && administers(context, item.resourceGroupId);
    return isAtTop || holds(context, "security_admin") || mayListByPolicy(context, item);
}

/**
 * Throws the API's error unless the caller has the privilege now. Without it, the item looks as if it did not exist
 * (docs/contracts/opa-api.md 2.4).
 */
export function requirePrivilege(context: OpaContext, item: Item, privilege: SecretPrivilege): void {
    if (isAllowed(context, item, privilege)) return;
    const methods = methodsFor(context, item, privilege);
    throw methods.length > 0 ? conditionsUnmet(methods) : notFound(context.world.settings);
}

/** Throws the API's error when the caller may see some of these only under a condition. */
export function requireNoConditions(context: OpaContext, items: readonly Item[]): void {
    const guarded = items.filter((item) => !mayList(context, item));
    const methods = guarded.flatMap((item) => methodsFor(context, item, "list"));
    if (methods.length > 0) throw conditionsUnmet(methods);
}

/** Whether a role or some policy gives the caller the privilege, whatever its conditions. */
export function isGranted(context: OpaContext, item: Item, privilege: SecretPrivilege): boolean {
    return context.caller.isUnbound || verdictOn(context, item, privilege).ways.length > 0;
}

function isAllowed(context: OpaContext, item: Item, privilege: SecretPrivilege): boolean {
    return context.caller.isUnbound || verdictOn(context, item, privilege).answer === "allowed";
}

/** Judges without MFA and without an approval: no API call carries either. */
function verdictOn({ rights, world }: OpaContext, item: Item, privilege: SecretPrivilege): Verdict {
    return judge(rights, item, world.store.secrets.has(item.id), privilege, {});
}

function mayListByPolicy(context: OpaContext, item: Item): boolean {
    const { ways } = verdictOn(context, item, "list");
    return ways.some(({ by, lacks }) => by === "policy" && lacks.length === 0);
}

type AccessMethod = ReturnType<typeof accessMethod>;

function methodsFor(context: OpaContext, item: Item, privilege: SecretPrivilege): AccessMethod[] {
    return context.rights.waysByPolicy(item, privilege).map((way) => accessMethod(context, item, way));
}

/**
 * An unmet condition gives 403 with the ways to get access, and without a message (docs/contracts/opa-api.md 2.6).
 */
function conditionsUnmet(list: readonly AccessMethod[]): Refusal {
    return new Refusal({ status: 403, body: { list } });
}
