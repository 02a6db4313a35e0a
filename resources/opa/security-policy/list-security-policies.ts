import type { Nothing, Showing } from "../../lifecycle/declared/whole";
import { programConfig } from "../../program-config";
import { connectToOpa } from "../connection/connect";
import type { DeclaredCondition } from "./declared/condition";
import type { LiveProperties } from "./declared/effects";
import type { DeclaredPrincipals } from "./declared/principal-schema";
import { listPolicies } from "./wire/calls";
import { ruleFromWire } from "./wire/rule-from-wire";
import { targetsOf } from "./wire/targets";
import { descriptionOf, type ListedPolicy, type NamedObject, policyIfReadable, type WireRule } from "./wire/wire";

/** Which security policies to list; without a filter all that the service user is allowed to see. */
export interface OpaSecurityPolicyFilter {
    /** A part of the name or of the description. */
    readonly contains?: string;
}

/** What a policy refers to. */
export interface ListedOpaObject {
    readonly id: string;
    /** Absent where OPA does not give it. */
    readonly name?: string;
}

/** A condition of a rule, in the words of a declaration. */
export type ListedOpaCondition = DeclaredCondition;

/** A rule of a security policy: in the words of a declaration where that is possible, else as OPA writes it. */
export interface ListedOpaPolicyRule {
    readonly name: string;
    /** Such as "secret_based_resource" or "server_based_resource". */
    readonly resourceType: string;
    readonly secretFolder?: ListedOpaObject;
    readonly secret?: ListedOpaObject;
    /** By OPA's names; may include some that this version does not know. */
    readonly privileges?: readonly string[];
    /** All must be met. */
    readonly conditions?: readonly ListedOpaCondition[];
    readonly raw?: Readonly<Record<string, unknown>>;
}

/** A security policy as OPA has it at this moment. */
export interface ListedOpaSecurityPolicy {
    /** Also the id of the resource that would manage it. */
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly active: boolean;
    /** Absent for a policy that covers every resource group. */
    readonly resourceGroup?: ListedOpaObject;
    readonly userGroups: readonly ListedOpaObject[];
    readonly workloadRoles: readonly ListedOpaObject[];
    readonly rules: readonly ListedOpaPolicyRule[];
}

/**
 * All security policies that the service user is allowed to see, on all pages, in OPA's order. A delegated security admin sees those
 * of its resource groups.
 *
 * For programs and tools: credentials for security administration come from the environment, else from stack
 * configuration, as for the resources. Reads only. Throws an error that lists the missing credentials, or an ApiFailure.
 */
export async function listOpaSecurityPolicies({
    contains,
}: OpaSecurityPolicyFilter = {}): Promise<readonly ListedOpaSecurityPolicy[]> {
    return (await listPolicies(connectToOpa(programConfig, "security"), contains)).items.map(inWords);
}

/** A policy without a resource group has the scope "team". */
type Listed = Omit<LiveProperties, "scope" | "principals"> & DeclaredPrincipals;

function inWords({ id, name, body }: ListedPolicy): Showing<Listed, ListedOpaSecurityPolicy> {
    const policy = policyIfReadable(body);
    if (!policy) {
        throw new Error(
            `Security policy "${name}" (${id}) does not have the shape that OPA documents. Narrow the list by contains to leave it out, or report it.`,
        );
    }
    const { user_groups: groups, workload_roles: roles } = policy.principals ?? {};
    return {
        id,
        name,
        description: descriptionOf(policy).text,
        active: policy.active ?? false,
        ...(policy.resource_group ? { resourceGroup: object(policy.resource_group) } : {}),
        userGroups: (groups ?? []).map(object),
        workloadRoles: (roles ?? []).map(object),
        rules: (policy.rules ?? []).map(rule),
    };
}

const object = ({ id, name }: NamedObject): ListedOpaObject => ({ id, ...(name ? { name } : {}) });

function rule(wire: WireRule): ListedOpaPolicyRule {
    const { name, secretFolderId, secretId, privileges, conditions, raw, ...rest } = ruleFromWire(wire);
    rest satisfies Nothing;
    const [target] = targetsOf(wire);
    return {
        name,
        resourceType: wire.resource_type ?? "",
        ...(secretFolderId && target ? { secretFolder: object(target) } : {}),
        ...(secretId && target ? { secret: object(target) } : {}),
        ...(privileges ? { privileges } : {}),
        ...(conditions ? { conditions } : {}),
        ...(raw ? { raw } : {}),
    };
}
