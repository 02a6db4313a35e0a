import type { DeclaredCondition } from "../opa/security-policy/declared/condition";
import { ruleFromWire } from "../opa/security-policy/wire/rule-from-wire";
import {
    isOnOtherThings,
    type ListedPolicy,
    type NamedObject,
    otherPrincipals,
    policyIfReadable,
    type WirePolicy,
    type WireRule,
} from "../opa/security-policy/wire/wire";
import type { Access } from "./document";

/** A rule of an active policy that lets its principals do something with a folder or a secret. */
export interface ActiveRule {
    readonly policy: string;
    readonly policyId: string;
    readonly rule: string;
    /** Undefined for a policy that covers every resource group. */
    readonly resourceGroupId: string | undefined;
    readonly groups: readonly NamedObject[];
    readonly workloadRoles: readonly NamedObject[];
    readonly target: { readonly id: string; readonly isFolder: boolean };
    readonly privileges: readonly string[];
    readonly conditions: readonly DeclaredCondition[];
}

/** What active policies say. */
export interface ActiveRules extends Pick<Access, "notUnderstood" | "otherRules"> {
    readonly rules: readonly ActiveRule[];
}

/** The rules of active policies; what cannot be read as one is named. */
export function activeRulesOf(policies: readonly ListedPolicy[]): ActiveRules {
    const all = policies.map(rulesOf);
    return {
        rules: all.flatMap(({ rules }) => rules),
        notUnderstood: all.flatMap(({ notUnderstood }) => notUnderstood),
        otherRules: all.flatMap(({ otherRules }) => otherRules),
    };
}

function rulesOf({ id, name, body }: ListedPolicy): ActiveRules {
    const policy = policyIfReadable(body);
    const about = { policy: name, policyId: id };
    const nothing: ActiveRules = { rules: [], notUnderstood: [], otherRules: [] };
    if (!policy) {
        const why = "The policy does not have the shape that OPA documents.";
        return { ...nothing, notUnderstood: [{ ...about, rule: null, why }] };
    }
    // OPA leaves out a flag that is false (docs/contracts/opa-api.md 3.4).
    if (!policy.active) return nothing;
    const isOther = (rule: WireRule) => Boolean(rule.resource_type) && isOnOtherThings(rule);
    const read = policy.rules.filter((rule) => !isOther(rule)).map((rule) => readRule(policy, rule));
    return {
        rules: read.flatMap((one) => ("target" in one ? [one] : [])),
        notUnderstood: [
            ...(read.length > 0 ? unknownPrincipals(policy) : []).map((why) => ({ ...about, rule: null, why })),
            ...read.flatMap((one) => ("why" in one ? [one] : [])),
        ],
        otherRules: policy.rules
            .filter(isOther)
            .map((rule) => ({ ...about, rule: rule.name, resourceType: rule.resource_type ?? "" })),
    };
}

function unknownPrincipals(policy: WirePolicy): string[] {
    const kinds = otherPrincipals(policy).map((kind) => `The policy is also for principals of the kind "${kind}".`);
    return policy.principals ? kinds : ["The policy does not name its principals."];
}

function readRule(policy: WirePolicy, wire: WireRule): ActiveRule | Access["notUnderstood"][number] {
    const { name, secretFolderId, secretId, privileges, conditions, raw } = ruleFromWire(wire);
    const about = { policy: policy.name, policyId: policy.id, rule: name };
    const id = secretFolderId ?? secretId;
    if (raw || id === undefined) return { ...about, why: whyNot(wire) };
    return {
        ...about,
        resourceGroupId: policy.resource_group?.id,
        groups: policy.principals?.user_groups ?? [],
        workloadRoles: policy.principals?.workload_roles ?? [],
        target: { id, isFolder: secretFolderId !== undefined },
        privileges: privileges ?? [],
        conditions: conditions ?? [],
    };
}

function whyNot({ resource_type: type }: WireRule): string {
    if (!type) return "The rule does not say what kind of thing it is about.";
    return "Its target, its privileges or its conditions are not those of a rule on one folder or one secret.";
}
