import { z } from "zod";

/** A reference to an object by id. */
export const named = z.object({ id: z.string(), name: z.string().optional(), type: z.string().optional() });
// The discriminators `_type` are optional on write; unknown fields are silently dropped
// (docs/contracts/opa-api.md 3.2).
const loose = z.record(z.string(), z.unknown());

const selector = z.object({ selector_type: z.string(), selector: loose });
const condition = z.object({ condition_type: z.enum(["access_request", "mfa", "gateway"]), condition_value: loose });

const resourceTypes = [
    "server_based_resource",
    "secret_based_resource",
    "managed_saas_app_based_resource",
    "unmanaged_saas_app_based_resource",
    "okta_app_based_resource",
    "active_directory_based_resource",
    "database_based_resource",
] as const;

const rule = z.object({
    name: z.string().min(1).max(256),
    resource_type: z.enum(resourceTypes),
    resource_selector: z
        .object({ selectors: z.array(selector) })
        .loose()
        .optional(),
    privileges: z.array(z.object({ privilege_type: z.string(), privilege_value: loose })),
    conditions: z.array(condition).nullish(),
    override_checkout_duration_in_seconds: z.int().min(900).max(604_800).nullish(),
});

/** The maximum number of principals of both kinds together, and of rules. */
const maxPrincipals = 40;
const maxRules = 30;

const principals = z
    .object({ user_groups: z.array(named).nullish(), workload_roles: z.array(named).nullish() })
    .refine(
        ({ user_groups, workload_roles }) =>
            (user_groups?.length ?? 0) + (workload_roles?.length ?? 0) <= maxPrincipals,
        {
            error: `at most ${maxPrincipals} principals`,
        },
    );

/** A policy as a client sends it, for create and for update alike. */
export const policyBody = z.object({
    name: z.string().min(1).max(255),
    type: z.enum(["default", "okta_service_account"]).optional(),
    description: z.string().optional(),
    active: z.boolean(),
    resource_group: named.nullish(),
    principals: principals.optional(),
    rules: z.array(rule).max(maxRules, `at most ${maxRules} rules`),
    // Newer than the vendor's own client: the scope of a policy by assignment, without principals.
    relationships: z.array(named).max(50).optional(),
});

export type PolicyBody = z.infer<typeof policyBody>;
export type RuleBody = PolicyBody["rules"][number];
