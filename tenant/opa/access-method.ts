import {
    type PolicyCondition,
    type PolicyRule,
    type Secret,
    type SecretFolder,
    secretPrivileges,
} from "../store/opa-records";
import type { WayByPolicy } from "../verdict/rights";
import type { OpaContext } from "./context";
import { parentsOf } from "./folder-wire";

/**
 * One way to a folder or secret whose conditions are not met, as a 403 lists it (docs/contracts/opa-api.md 2.6).
 */
export function accessMethod(context: OpaContext, item: SecretFolder | Secret, { rule, conditions }: WayByPolicy) {
    const flags = rule.privileges.find(({ type }) => type === "secret")?.flags ?? {};
    return {
        identity: "",
        access_credential: "managed",
        brokered: false,
        short_text: rule.name,
        server_host_name: "",
        conditionals: conditions.map((condition) => conditional(rule, condition)),
        rule_ids: [rule.id],
        rule_resource_type: rule.resourceType,
        user_access_type: "secret",
        resource_status: "available",
        sudo_display_name: "",
        details: {
            _type: "secret",
            secret_id: item.id,
            secret_name: item.name,
            path: parentsOf(context, item),
            privileges: {
                _type: "secret",
                ...Object.fromEntries(secretPrivileges.map((name) => [name, flags[name] === true])),
            },
        },
    };
}

function conditional({ name }: PolicyRule, { type, value }: PolicyCondition) {
    const { acr_values, request_type_id, request_type_name, expires_after_seconds } = value;
    return {
        type,
        condition_is_met: false,
        description: `Rule ${name} asks for ${type}`,
        ...(type === "mfa" && acr_values ? { acr_values } : {}),
        ...(type === "access_request"
            ? {
                  access_request_type_id: request_type_id,
                  access_request_type_name: request_type_name,
                  expires_after_seconds,
              }
            : {}),
    };
}
