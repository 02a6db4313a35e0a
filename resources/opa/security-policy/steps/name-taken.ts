import type { ApiFailure } from "../../../http/failure/api-failure";
import { markIn } from "../../../lifecycle/run/owner-mark";
import { isSibling, siblingHasName, whoseIs } from "../../../lifecycle/run/take-over";
import type { OpaConnection } from "../../connection/connect";
import { listPolicies } from "../wire/calls";
import type { Goal } from "../wire/policy-to-wire";
import { descriptionOf, policyIfReadable } from "../wire/wire";

/** Why OPA refuses a name that a policy is to get: which one has it, and whose it is. */
export async function nameTaken(
    opa: OpaConnection,
    { declared }: Goal,
    policyId: string,
    refusal: ApiFailure,
): Promise<string> {
    const { name } = declared;
    const other = (await listPolicies(opa, name)).items.find((one) => one.name === name && one.id !== policyId);
    if (!other) return refusal.message;
    const policy = policyIfReadable(other.body);
    const mark = policy && descriptionOf(policy).mark;
    const own = markIn(declared);
    const fix = isSibling(mark, own) ? siblingHasName : "";
    return `The security policy cannot be named "${name}": another one has that name (${other.id}). It ${whoseIs(mark, own).said}. ${fix}Declare another name.`;
}
