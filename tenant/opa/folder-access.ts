import { Refusal } from "../http/refusal";
import { type Secret, type SecretFolder, type SecretPrivilege, secretPrivileges } from "../store/opa-records";
import { administers, type Grant, grantsOf } from "./access";
import type { OpaContext } from "./context";
import { notFound } from "./errors";

/** Whether the caller may see the folder or secret: by policy, or as an administrator of its resource group. */
export function mayList(context: OpaContext, item: SecretFolder | Secret): boolean {
    if (administers(context, item.resourceGroupId)) return true;
    return unconditional(grantsOf(context.world.store, context.caller.user.name, item, "list")).length > 0;
}

/** Throws what the API answers unless the caller may see it. Contracts: not allowed looks like not there. */
export function requireList(context: OpaContext, item: SecretFolder | Secret): void {
    if (!administers(context, item.resourceGroupId)) requirePrivilege(context, item, "list");
}

/** Throws what the API answers unless a policy gives the caller the privilege, here and now. */
export function requirePrivilege(context: OpaContext, item: SecretFolder | Secret, privilege: SecretPrivilege): void {
    if (context.caller.isUnbound) return;
    const grants = grantsOf(context.world.store, context.caller.user.name, item, privilege);
    if (unconditional(grants).length > 0) return;
    // Contracts: a privilege with an unmet condition is 403 with the ways to get in, and no message.
    if (grants.length > 0)
        throw new Refusal({ status: 403, body: { list: grants.map((grant) => accessMethod(context, item, grant)) } });
    throw notFound(context.world.settings);
}

/** Whether some policy gives the caller the privilege, whatever its conditions. */
export function isGranted(context: OpaContext, item: SecretFolder | Secret, privilege: SecretPrivilege): boolean {
    return (
        context.caller.isUnbound || grantsOf(context.world.store, context.caller.user.name, item, privilege).length > 0
    );
}

function unconditional(grants: readonly Grant[]): Grant[] {
    return grants.filter(({ rule }) => rule.conditions.length === 0);
}

function accessMethod({ world }: OpaContext, item: SecretFolder | Secret, { rule }: Grant) {
    const flags = rule.privileges.find(({ type }) => type === "secret")?.flags ?? {};
    return {
        identity: "",
        brokered: false,
        short_text: rule.name,
        conditionals: rule.conditions.map(({ type, value }) => ({
            type,
            condition_is_met: false,
            description: `Rule ${rule.name} asks for ${type}`,
            ...(type === "access_request"
                ? {
                      access_request_type_id: value["request_type_id"],
                      access_request_type_name: value["request_type_name"],
                      expires_after_seconds: value["expires_after_seconds"],
                  }
                : {}),
        })),
        rule_ids: [rule.id],
        details: {
            _type: "secret",
            secret_id: item.id,
            secret_name: item.name,
            path: world.store
                .lineOf(item.parentId ?? "")
                .reverse()
                .map(({ id, name }) => ({ id, name })),
            privileges: Object.fromEntries(secretPrivileges.map((name) => [name, flags[name] === true])),
        },
    };
}
