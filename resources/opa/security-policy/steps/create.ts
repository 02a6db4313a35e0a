import { ApiFailure } from "../../../http/failure/api-failure";
import { say } from "../../../http/output/say";
import { type Mark, markIn, noting } from "../../../lifecycle/run/owner-mark";
import { adoptedMark, isOwn, whoseIs } from "../../../lifecycle/run/take-over";
import type { OpaConnection } from "../../connection/connect";
import { createPolicy, getPolicy } from "../wire/calls";
import { allPolicies, noteCreated } from "../wire/policy-list";
import { type Goal, policyToWire } from "../wire/policy-to-wire";
import { rulesAsDeclared } from "../wire/rule-from-wire";
import { descriptionOf, otherPrincipals, policyIfReadable, type WirePolicy } from "../wire/wire";
import { differencesOf, inWords } from "./compare";
import { policiesNamed } from "./gone";

/** A policy that now exists under the declared name. */
export interface Established {
    readonly policy: WirePolicy;
    /** Whether it was created just now, or taken over. */
    readonly isNew: boolean;
    /** Whether it was there, and is what is declared in everything. */
    readonly isAsItIs?: boolean;
    /** The goal, with the mark that the policy is to have. */
    readonly goal: Goal;
}

/**
 * Finds the declared policy or creates it. One that is marked as this resource's own is taken over: an interrupted run left it.
 * Any other one of this name is an error unless adoption is declared: somebody relies on it.
 */
export async function establish(opa: OpaConnection, goal: Goal): Promise<Established> {
    return (await takenOver(opa, goal)) ?? make(opa, goal);
}

async function takenOver(opa: OpaConnection, goal: Goal): Promise<Established | undefined> {
    const { name, onExisting } = goal.declared;
    const named = await policiesNamed(opa, name, goal.resolved.resourceGroupId);
    const own = markIn(goal.declared);
    const ours = named.filter(({ body }) => isOwn(markOf(body), own));
    const [found, another] = ours.length === 1 ? ours : named;
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
    const { mark } = descriptionOf(policy);
    if (isOwn(mark, own)) {
        say(`Took over security policy "${name}" (${found.id}), which an earlier run of this resource made.`);
        return { policy, isNew: false, goal };
    }
    if (onExisting === "fail") throw new Error(notTaken(goal, policy));
    const also = hidden(goal, policy).map((one) => `; ${one}`);
    say(`Adopted the existing security policy "${name}" (${found.id}). It ${whoseIs(mark, own).said}${also.join("")}.`);
    return { policy, isNew: false, goal: adopting(goal, mark) };
}

function markOf(body: unknown): Mark | undefined {
    const policy = policyIfReadable(body);
    return policy && descriptionOf(policy).mark;
}

function notTaken(goal: Goal, policy: WirePolicy): string {
    const { said, fix } = whoseIs(descriptionOf(policy).mark, markIn(goal.declared));
    const differences = [inWords(differencesOf(goal, policy)), ...hidden(goal, policy)].filter((one) => one !== "");
    const what = differences.length > 0 ? `is not what is declared: ${differences.join("; ")}` : "is what is declared";
    return (
        `A security policy named "${policy.name}" already exists (${policy.id}), ${said}, and ${what}. ${fix}` +
        'Declare onExisting: "adopt" to make it what is declared and manage it from now on, or declare another name.'
    );
}

export const adopting = (goal: Goal, live: Mark | undefined): Goal => ({
    ...goal,
    declared: { ...goal.declared, ...noting({}, adoptedMark(markIn(goal.declared), live)) },
});

/** Policies of the other type hold rules on Okta service accounts and nothing else (docs/contracts/opa-api.md 3.2). */
export function refuseType({ id, name, type }: WirePolicy): void {
    if (!type || type === "default") return;
    throw new Error(
        `A security policy named "${name}" already exists (${id}), of type ${type}, which cannot have rules on secrets. Declare another name.`,
    );
}

/** What a policy has that no declaration describes: adopting it means managing that too. */
export function hidden({ declared }: Goal, policy: WirePolicy): string[] {
    const { others } = rulesAsDeclared(policy.rules, declared.rules);
    const { relationships } = policy;
    return [
        ...others.map(({ name, resource_type }) => `it has rule "${name}", which is not on secrets (${resource_type})`),
        ...otherPrincipals(policy).map((kind) => `it is for principals that this version does not know (${kind})`),
        ...(Array.isArray(relationships) && relationships.length > 0 ? ["it has relationships"] : []),
    ];
}

/** After a POST that may have happened the policy is looked for; the POST is never repeated. */
async function make(opa: OpaConnection, goal: Goal): Promise<Established> {
    try {
        const policy = await createPolicy(opa, policyToWire(goal));
        noteCreated(opa, policy);
        return { policy, isNew: true, goal };
    } catch (failure) {
        allPolicies.renew(opa);
        if (!(failure instanceof ApiFailure)) throw failure;
        const isTaken = failure.kind === "conflict";
        if (!failure.mayHaveHappened && !isTaken) throw failure;
        const made = await takenOver(opa, goal);
        // Another one of the name may be somebody else's: that one is not taken for what was just sent.
        if (made) return { ...made, isNew: !isTaken && made.goal === goal };
        if (!isTaken) throw failure;
        throw new Error(
            `${failure.message} This service user does not see the policy with that name: it may belong to another resource group.`,
        );
    }
}
