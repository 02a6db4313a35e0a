import { say } from "../../../http/output/say";
import { isMadeByOwn, noSuch, requireAsItIs } from "../../../lifecycle/run/existing";
import { markIn } from "../../../lifecycle/run/owner-mark";
import type { OpaConnection } from "../../connection/connect";
import { getPolicy } from "../wire/calls";
import { policyNow } from "../wire/policy-list";
import type { Goal } from "../wire/policy-to-wire";
import { descriptionOf, type WirePolicy } from "../wire/wire";
import { differencesOf } from "./compare";
import { adopting, type Established, hidden, refuseType } from "./create";

/**
 * Throws unless the policy of this id, as it was some seconds ago at most, can be taken over: for a plan.
 *
 * @param goal Undefined if the policy may differ from it; then its groups need not have arrived.
 */
export async function requireExisting(opa: OpaConnection, goal: Goal | undefined, policyId: string): Promise<void> {
    const policy = await policyNow(opa, policyId);
    if (goal) proven(goal, policy, policyId);
    else requireThere(policy, policyId);
}

/**
 * Takes over the policy of this id, and no other one of its name. Throws unless it is in everything what is declared and
 * belongs to nobody else. If adoption is declared, it may differ, and may belong to anybody.
 */
export async function takeOver(opa: OpaConnection, goal: Goal, policyId: string): Promise<Established> {
    const { policy, differences } = proven(goal, await getPolicy(opa, policyId), policyId);
    const { mark } = descriptionOf(policy);
    const own = markIn(goal.declared);
    const isAsItIs = differences.length === 0 && (mark === undefined || mark.owner === own?.owner);
    say(
        isAsItIs
            ? `Took over security policy "${policy.name}" (${policyId}) as it is.`
            : `Adopted the existing security policy "${policy.name}" (${policyId}).`,
    );
    return { policy, isNew: false, isAsItIs, goal: isMadeByOwn(mark, own) ? goal : adopting(goal, mark) };
}

function requireThere(policy: WirePolicy | undefined, policyId: string): WirePolicy {
    if (!policy) throw new Error(noSuch(`security policy ${policyId}`, ""));
    refuseType(policy);
    return policy;
}

function proven(goal: Goal, found: WirePolicy | undefined, policyId: string) {
    const policy = requireThere(found, policyId);
    const { mark } = descriptionOf(policy);
    const differences = [...differencesOf(goal, policy).map(({ said }) => said), ...hidden(goal, policy)];
    const what = `Security policy "${policy.name}" (${policyId})`;
    const { onExisting } = goal.declared;
    requireAsItIs({ what, live: mark, own: markIn(goal.declared), onExisting, differences });
    return { policy, differences };
}
