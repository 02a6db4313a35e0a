import { z } from "zod";
import { type Described, described } from "../../../lifecycle/run/owner-mark";
import { requireSameId } from "../../declared-text";

const namedObject = z.looseObject({ id: z.string(), name: z.string().nullish(), missing: z.boolean().nullish() });
const namedObjects = z.array(namedObject).nullish();
const ruleOnWire = z.looseObject({ name: z.string(), resource_type: z.string().nullish() });

const policyOnWire = z.looseObject({
    id: z.string(),
    name: z.string(),
    type: z.string().nullish(),
    description: z.string().nullish(),
    active: z.boolean().nullish(),
    resource_group: namedObject.nullish(),
    principals: z.looseObject({ user_groups: namedObjects, workload_roles: namedObjects }).nullish(),
    // Required by the API: an answer without them does not show rules that would be deleted with the policy.
    rules: z.array(ruleOnWire),
});

/** A policy as OPA answers it, everything kept: what a `PUT` leaves out is erased (docs/contracts/opa-api.md 3.1). */
export type WirePolicy = z.infer<typeof policyOnWire>;

/** The description of a live policy as one would declare it, and the mark behind it. */
export const descriptionOf = ({ description }: WirePolicy): Described => described(description ?? "");

/** Kinds of principals that a policy is for and that this version does not know: they have what the policy grants. */
export const otherPrincipals = ({ principals }: WirePolicy): readonly string[] =>
    Object.entries(principals ?? {})
        .filter(([kind, value]) => !knownPrincipals.includes(kind) && Array.isArray(value) && value.length > 0)
        .map(([kind]) => kind)
        .sort();

const knownPrincipals = ["user_groups", "workload_roles"];

/** A rule as OPA answers it, everything kept. */
export type WireRule = z.infer<typeof ruleOnWire>;

/** An object that OPA references by id, with what it says about it. */
export type NamedObject = z.infer<typeof namedObject>;

/** Reads a policy from the wire, the one with this id if one is given. Throws when the API breaks its own contract. */
export function policyFromWire(body: unknown, policyId?: string): WirePolicy {
    const policy = policyOnWire.parse(body);
    if (policyId !== undefined) requireSameId(policy.id, policyId);
    return policy;
}

/** The policy, or undefined when the API breaks its own contract. */
export const policyIfReadable = (body: unknown): WirePolicy | undefined => policyOnWire.safeParse(body).data;

const listedPolicy = z.object({ id: z.string(), name: z.string() });

/** A policy of a list: whole, but read only as far as needed to see whether it is the one looked for. */
export interface ListedPolicy {
    readonly id: string;
    readonly name: string;
    readonly body: unknown;
}

/** Reads one policy of a list. What other people's policies contain must not break ours. */
export const listedFromWire = (body: unknown): ListedPolicy => ({ ...listedPolicy.parse(body), body });

/** The type of a rule on secrets on the wire; rules of every other type are not managed here. */
export const secretRuleType = "secret_based_resource";

/** Whether the rule is on anything other than secrets. */
export const isOnOtherThings = ({ resource_type }: WireRule): boolean => resource_type !== secretRuleType;
