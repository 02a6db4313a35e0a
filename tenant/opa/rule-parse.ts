import { type PolicyCondition, type PolicyRule, type Reference, secretPrivileges } from "../store/opa-records";
import type { World } from "../world";
import { named, type RuleBody } from "./policy-body";
import { referenceTo } from "./policy-references";

const conditionFields: Readonly<Record<PolicyCondition["type"], readonly string[]>> = {
    mfa: ["re_auth_frequency_in_seconds", "acr_values"],
    access_request: ["request_type_id", "request_type_name", "expires_after_seconds"],
    gateway: ["traffic_forwarding", "session_recording"],
};

/** The rule as it is stored. */
export function parseRule(rule: RuleBody, world: World): PolicyRule {
    const isOnSecrets = rule.resource_type === "secret_based_resource";
    const override = rule.override_checkout_duration_in_seconds;
    return {
        id: world.store.ids.opa(),
        name: rule.name,
        resourceType: rule.resource_type,
        targets: isOnSecrets ? targetsOf(rule, world) : [],
        ...(isOnSecrets ? {} : { otherSelector: rule.resource_selector }),
        privileges: rule.privileges.map(({ privilege_type: type, privilege_value: value }) =>
            parsePrivilege(type, value),
        ),
        conditions: (rule.conditions ?? []).map(({ condition_type: type, condition_value: value }) => ({
            type,
            value: knownOf(conditionFields[type], value),
        })),
        ...(override === undefined ? {} : { overrideCheckoutSeconds: override }),
    };
}

/**
 * OPA silently drops unknown privileges on secrets. Which fields it knows on other things is not modelled: all are kept
 * (docs/contracts/opa-api.md 3.2).
 */
function parsePrivilege(type: string, { _type, ...value }: Record<string, unknown>): PolicyRule["privileges"][number] {
    const entries = Object.entries(type === "secret" ? knownOf(secretPrivileges, value) : value);
    const flags = Object.fromEntries(
        entries.filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
    );
    const others = Object.fromEntries(entries.filter(([, one]) => typeof one !== "boolean"));
    return { type, flags, ...(Object.keys(others).length > 0 ? { others } : {}) };
}

function knownOf(known: readonly string[], value: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).filter(([name]) => known.includes(name)));
}

function targetsOf(rule: RuleBody, world: World): Reference[] {
    return (rule.resource_selector?.selectors ?? []).map(({ selector_type: type, selector }) => {
        const { id, name } = named.parse(selector[type]);
        return referenceTo(world, type, id, name);
    });
}
