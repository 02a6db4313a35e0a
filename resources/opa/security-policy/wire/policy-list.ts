import { perConnection } from "../../../lifecycle/shared/per-connection";
import { forget, shared } from "../../../lifecycle/shared/shared";
import type { OpaConnection } from "../../connection/connect";
import { getPolicy, listPolicies } from "./calls";
import { type ListedPolicy, policyIfReadable, type WirePolicy } from "./wire";

/** Milliseconds for which one list serves all that ask. */
const freshMs = 5000;

/** Up to this many looks within that time are one request each; beyond, the list with 100 policies a page is cheaper. */
const oneByOneAtMost = 8;

const question = "security policies";

/** When each policy was looked at lately: epoch milliseconds. */
const looksMs = perConnection((_opa: OpaConnection): number[] => []);

/**
 * The policy as it is, or was some seconds ago; undefined on 404. For a refresh: hundreds of looks at once are served
 * from one list. What is about to be changed is read with `getPolicy`.
 */
export async function policyNow(opa: OpaConnection, policyId: string): Promise<WirePolicy | undefined> {
    const nowMs = Date.now();
    const looks = looksMs(opa);
    const recent = looks.filter((atMs) => nowMs - atMs < freshMs);
    looks.splice(0, looks.length, ...recent, nowMs);
    if (recent.length >= oneByOneAtMost) {
        const listed = (await policiesNow(opa)).find(({ id }) => id === policyId);
        const policy = listed && policyIfReadable(listed.body);
        if (policy) return policy;
    }
    return getPolicy(opa, policyId);
}

/** All policies that the service user is allowed to see, as they are or were some seconds ago. One that is missing proves nothing. */
function policiesNow(opa: OpaConnection): Promise<readonly ListedPolicy[]> {
    return shared(opa, question, freshMs, async () => (await listPolicies(opa)).items);
}

/** To be called after each write: the list is no longer what is there. */
export function policiesChanged(opa: OpaConnection): void {
    forget(opa, question);
}
