import type { TenantSettings } from "../settings";
import { secretPrivileges } from "../store/opa-records";
import type { FieldError } from "./errors";
import type { RuleBody } from "./policy-body";

const privilegeTypes = [
    "principal_account_ssh",
    "principal_account_rdp",
    "password_checkout_ssh",
    "password_checkout_rdp",
    "reveal_password",
    "update_password",
    "rotate_password",
    "secret",
];

/** The errors that OPA finds in a rule's privileges. */
export function privilegeErrors(rule: RuleBody, settings: TenantSettings): FieldError[] {
    return rule.privileges.flatMap(({ privilege_type: type, privilege_value: value }) => {
        const path = `privileges.${type}`;
        if (!privilegeTypes.includes(type)) return [{ path, message: "Unknown privilege" }];
        if (type !== "secret") return [];
        const missing = secretPrivileges.filter((name) => typeof value[name] !== "boolean");
        if (missing.length > 0) return [{ path, message: `Required: ${missing.join(", ")}` }];
        return grantErrors(rule, value, settings).map((message) => ({ path, message }));
    });
}

/** Which privileges a single secret may have, or a grant without `list`, is not known (docs/contracts/opa-api.md 3.2). */
function grantErrors(rule: RuleBody, value: Record<string, unknown>, settings: TenantSettings): string[] {
    const granted = secretPrivileges.filter((name) => value[name] === true);
    const isOnSecret = rule.resource_selector?.selectors.some(({ selector_type }) => selector_type === "secret");
    const creates = granted.some((name) => name === "folder_create" || name === "secret_create");
    const errors: string[] = [];
    if (isOnSecret && creates && settings.createOnSingleSecret === "refused") {
        errors.push("Nothing can be created in a single secret");
    }
    if (granted.length > 0 && !granted.includes("list") && settings.listFalseWithOthers === "refused") {
        errors.push("list is required for every other privilege");
    }
    return errors;
}

/** The errors that OPA finds in a rule's conditions. */
export function conditionErrors(rule: RuleBody): FieldError[] {
    return (rule.conditions ?? []).flatMap(({ condition_type: type, condition_value: value }) => {
        const path = `conditions.${type}`;
        if (type === "mfa") return mfaErrors(value).map((message) => ({ path, message }));
        if (type === "access_request") return requestErrors(value).map((message) => ({ path, message }));
        if (rule.resource_type === "server_based_resource") return [];
        return [{ path, message: "A gateway is for rules on servers only" }];
    });
}

function isWhole(value: unknown): value is number {
    return Number.isInteger(value);
}

function mfaErrors({ re_auth_frequency_in_seconds: seconds, acr_values: values }: Record<string, unknown>): string[] {
    const isInRange = isWhole(seconds) && (seconds === 0 || (seconds >= 300 && seconds <= 43_200));
    const isKnown = values === undefined || values === null || values === "phr" || values === "urn:okta:loa:2fa:any";
    return [
        ...(isInRange ? [] : ["re_auth_frequency_in_seconds must be 0 or 300 to 43200"]),
        ...(isKnown ? [] : ["acr_values is not known"]),
    ];
}

function requestErrors(value: Record<string, unknown>): string[] {
    const isComplete =
        typeof value["request_type_id"] === "string" &&
        typeof value["request_type_name"] === "string" &&
        isWhole(value["expires_after_seconds"]);
    return isComplete ? [] : ["request_type_id, request_type_name and expires_after_seconds are required"];
}
