import { z } from "zod";
import type { Properties } from "../../lifecycle/plain";
import { type Privilege, privileges } from "./privileges";
import type { Declared, DeclaredCondition, DeclaredRule } from "./schema";

const namedObject = z.looseObject({ id: z.string(), name: z.string().nullish(), missing: z.boolean().nullish() });
const ruleOnWire = z.looseObject({ name: z.string() });

const policyOnWire = z.looseObject({
    id: z.string(),
    name: z.string(),
    description: z.string().nullish(),
    active: z.boolean().nullish(),
    resource_group: namedObject.nullish(),
    principals: z
        .looseObject({ user_groups: z.array(namedObject).nullish(), workload_roles: z.array(namedObject).nullish() })
        .nullish(),
    rules: z.array(ruleOnWire).nullish(),
});

/** A policy as OPA answers it, everything kept: what a `PUT` leaves out is erased (contracts/opa-api.md 3.1). */
export type WirePolicy = z.infer<typeof policyOnWire>;
type WireRule = z.infer<typeof ruleOnWire>;

/** Reads a policy from the wire. Throws when the API breaks its own contract. */
export const policyFromWire = (body: unknown): WirePolicy => policyOnWire.parse(body);

/** The ids a declaration's names stand for. */
export interface Resolved {
    readonly resourceGroupId: string | undefined;
    readonly userGroupIds: readonly string[];
}

/** The policy to send: the live one, if any, with all that is declared put in its place. */
export function policyToWire(declared: Declared, resolved: Resolved, live?: WirePolicy): Properties {
    const { resource_group: _replaced, ...others } = live ?? {};
    const { resourceGroupId, userGroupIds } = resolved;
    return {
        type: "default",
        ...others,
        name: declared.name,
        description: declared.description,
        active: declared.active,
        ...(resourceGroupId ? { resource_group: { id: resourceGroupId, type: "resource_group" } } : {}),
        principals: {
            ...live?.principals,
            user_groups: userGroupIds.map((id) => ({ id, type: "user_group" })),
            workload_roles: declared.principals.workloadRoles.map(({ id }) => ({ id, type: "workload_role" })),
        },
        rules: declared.rules.map((rule) =>
            ruleToWire(
                rule,
                live?.rules?.find(({ name }) => name === rule.name),
            ),
        ),
    };
}

function ruleToWire(rule: DeclaredRule, live: WireRule | undefined): Properties {
    if (rule.raw) return { ...rule.raw, name: rule.name };
    const kind = rule.secretFolderId ? "secret_folder" : "secret";
    const id = rule.secretFolderId ?? rule.secretId;
    const granted = Object.fromEntries(privileges.map((one) => [one, rule.privileges?.includes(one) ?? false]));
    return {
        ...live,
        name: rule.name,
        resource_type: "secret_based_resource",
        resource_selector: {
            _type: "secret_based_resource",
            selectors: [{ selector_type: kind, selector: { _type: kind, [kind]: { id, type: kind } } }],
        },
        privileges: [{ privilege_type: "secret", privilege_value: { _type: "secret", ...granted } }],
        conditions: (rule.conditions ?? []).map(conditionToWire),
    };
}

function conditionToWire(condition: DeclaredCondition): Properties {
    const { conditionType } = condition;
    const value =
        condition.conditionType === "mfa"
            ? {
                  re_auth_frequency_in_seconds: condition.reAuthFrequencyInSeconds,
                  ...(condition.acrValues ? { acr_values: condition.acrValues } : {}),
              }
            : {
                  request_type_id: condition.requestTypeId,
                  request_type_name: condition.requestTypeName,
                  expires_after_seconds: condition.expiresAfterSeconds,
              };
    return { condition_type: conditionType, condition_value: { _type: conditionType, ...value } };
}

const secretRule = z.object({
    name: z.string(),
    resource_type: z.literal("secret_based_resource"),
    resource_selector: z.object({
        selectors: z.tuple([
            z.union([
                z.object({
                    selector_type: z.literal("secret_folder"),
                    selector: z.object({ secret_folder: namedObject }),
                }),
                z.object({ selector_type: z.literal("secret"), selector: z.object({ secret: namedObject }) }),
            ]),
        ]),
    }),
    privileges: z.tuple([
        z.object({ privilege_type: z.literal("secret"), privilege_value: z.record(z.string(), z.unknown()) }),
    ]),
    conditions: z
        .array(
            z.union([
                z.object({
                    condition_type: z.literal("mfa"),
                    condition_value: z.object({
                        re_auth_frequency_in_seconds: z.number(),
                        acr_values: z.enum(["urn:okta:loa:2fa:any", "phr"]).nullish(),
                    }),
                }),
                z.object({
                    condition_type: z.literal("access_request"),
                    condition_value: z.object({
                        request_type_id: z.string(),
                        request_type_name: z.string(),
                        expires_after_seconds: z.number(),
                    }),
                }),
            ]),
        )
        .nullish(),
});

/** A live rule as one would declare it: in words where it is one on a single folder or secret, else raw. */
export function ruleFromWire(rule: WireRule): DeclaredRule {
    const known = secretRule.safeParse(rule);
    if (!known.success) return { name: rule.name, raw: withoutServersOwn(rule) };
    const [selected] = known.data.resource_selector.selectors;
    const [{ privilege_value: granted }] = known.data.privileges;
    return {
        name: rule.name,
        ...(selected.selector_type === "secret_folder"
            ? { secretFolderId: selected.selector.secret_folder.id }
            : { secretId: selected.selector.secret.id }),
        // An absent flag is a false one (contracts/opa-api.md 3.4).
        privileges: privileges.filter((one: Privilege) => granted[one] === true),
        conditions: (known.data.conditions ?? []).map(conditionFromWire),
    };
}

function conditionFromWire(
    condition: NonNullable<z.infer<typeof secretRule>["conditions"]>[number],
): DeclaredCondition {
    if (condition.condition_type === "mfa") {
        const { re_auth_frequency_in_seconds, acr_values } = condition.condition_value;
        return {
            conditionType: "mfa",
            reAuthFrequencyInSeconds: re_auth_frequency_in_seconds,
            ...(acr_values ? { acrValues: acr_values } : {}),
        };
    }
    const { request_type_id, request_type_name, expires_after_seconds } = condition.condition_value;
    return {
        conditionType: "access_request",
        requestTypeId: request_type_id,
        requestTypeName: request_type_name,
        expiresAfterSeconds: expires_after_seconds,
    };
}

function withoutServersOwn({ id, security_policy_id, ...rule }: WireRule): Properties {
    return rule;
}

/**
 * True when what is declared is there, whatever the server added to it: ids of named objects, types, defaults. An
 * absent flag is a false one, an absent list an empty one.
 */
export function covers(declared: unknown, there: unknown): boolean {
    if (Array.isArray(declared)) {
        const list = Array.isArray(there) ? there : [];
        return declared.length === list.length && declared.every((one, index) => covers(one, list[index]));
    }
    if (typeof declared === "object" && declared !== null) {
        const object = typeof there === "object" && there !== null ? there : {};
        return Object.entries(declared).every(([key, value]) => covers(value, Reflect.get(object, key)));
    }
    return declared === there || (!declared && !there && declared !== 0);
}
