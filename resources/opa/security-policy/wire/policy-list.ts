import { perConnection } from "../../../lifecycle/shared/per-connection";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import type { OpaConnection } from "../../connection/connect";
import { getPolicy, listPolicies } from "./calls";
import { policyIfReadable, type WirePolicy } from "./wire";

/** Milliseconds for which one list serves all that ask. */
const freshMs = 5000;

/** Up to this many looks within that time are one request each; beyond, the list with 100 policies a page is cheaper. */
const oneByOneAtMost = 8;

/** All policies that the service user is allowed to see. One that is missing proves nothing. Each write renews it. */
export const allPolicies = sharedRead(freshMs, (opa: OpaConnection) => listPolicies(opa));

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
        const listed = (await allPolicies(opa)).items.find(({ id }) => id === policyId);
        const policy = listed && policyIfReadable(listed.body);
        if (policy) return policy;
    }
    return getPolicy(opa, policyId);
}
