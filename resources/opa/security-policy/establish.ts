import { ApiFailure } from "../../http/api-failure";
import type { OpaConnection } from "../connection";
import { createPolicy, getPolicy } from "./calls";
import { differencesOf, inWords } from "./compare";
import { policiesNamed } from "./gone";
import { policiesChanged } from "./policy-list";
import { type Goal, policyToWire } from "./policy-to-wire";
import { rulesInWords } from "./rule-from-wire";
import type { WirePolicy } from "./wire";

/** A policy that now exists under the declared name. */
export interface Established {
    readonly policy: WirePolicy;
    /** Whether it was created just now, or adopted. */
    readonly isNew: boolean;
}

/**
 * Finds the declared policy or creates it. One that is exactly as declared is adopted: an interrupted run left it. Any
 * other one of this name is an error unless adoption is declared.
 */
export async function establish(opa: OpaConnection, goal: Goal): Promise<Established> {
    const existing = await takenOver(opa, goal);
    return existing ? { policy: existing, isNew: false } : make(opa, goal);
}

async function takenOver(opa: OpaConnection, goal: Goal): Promise<WirePolicy | undefined> {
    const { name, onExisting } = goal.declared;
    const [found, another] = await policiesNamed(opa, name, goal.resolved.resourceGroupId);
    if (!found) return undefined;
    if (another) {
        throw new Error(
            `More than one security policy is named "${name}": ${found.id}, ${another.id}. Declare another name, or rename all ` +
                "but the one you mean.",
        );
    }
    const policy = await getPolicy(opa, found.id);
    if (!policy)
        throw new Error(
            `Security policy "${name}" (${found.id}) is listed, but cannot be read. Run the same command again.`,
        );
    refuseType(policy);
    const differences = [inWords(differencesOf(goal, policy)), ...hidden(goal, policy)].filter((said) => said !== "");
    if (differences.length > 0 && onExisting === "fail") {
        throw new Error(
            `A security policy named "${name}" already exists (${found.id}) and is not what is declared: ${differences.join("; ")}. ` +
                'Declare onExisting: "adopt" to make it what is declared, or declare another name.',
        );
    }
    console.log(`Adopted the existing security policy "${name}" (${found.id}).`);
    return policy;
}

/** Contracts: policies of the other type hold rules on Okta service accounts and nothing else. */
function refuseType({ id, name, type }: WirePolicy): void {
    if (!type || type === "default") return;
    throw new Error(
        `A security policy named "${name}" already exists (${id}), of type ${type}, which cannot have rules on secrets. Declare another name.`,
    );
}

/** What a policy has that no declaration describes: adopting it means managing that too. */
function hidden({ declared }: Goal, policy: WirePolicy): string[] {
    const { others } = rulesInWords(policy.rules, declared.rules);
    const { relationships } = policy;
    return [
        ...others.map(({ name, resource_type }) => `it has rule "${name}", which is not on secrets (${resource_type})`),
        ...(Array.isArray(relationships) && relationships.length > 0 ? ["it has relationships"] : []),
    ];
}

/** After a POST that may have happened the policy is looked for; the POST is never repeated. */
async function make(opa: OpaConnection, goal: Goal): Promise<Established> {
    try {
        return { policy: await createPolicy(opa, policyToWire(goal)), isNew: true };
    } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        const isTaken = failure.kind === "conflict";
        if (!failure.mayHaveHappened && !isTaken) throw failure;
        const made = await takenOver(opa, goal);
        if (made) return { policy: made, isNew: !isTaken };
        if (!isTaken) throw failure;
        throw new Error(
            `${failure.message} This service user does not see the policy with that name: it may belong to another resource group.`,
        );
    } finally {
        policiesChanged(opa);
    }
}
