import { batchedRead } from "../../../lifecycle/shared/batched-read";
import { oneOrAll } from "../../../lifecycle/shared/one-or-all";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import type { OpaConnection } from "../../connection/connect";
import type { Listing } from "../../listing";
import { getPolicy, listPolicies, type SeenPolicy, seePolicy } from "./calls";
import { type ListedPolicy, listedFromWire, policyIfReadable, type WirePolicy } from "./wire";

/** Milliseconds for which one list serves all that ask. */
const freshMs = 5000;

/** Whether many policies are asked for one by one, or by `allPolicies`. */
const policyOrAll = oneOrAll<OpaConnection>();

/** All policies that the service user is allowed to see. One that is missing proves nothing. Each write renews or amends it. */
export const allPolicies = sharedRead(freshMs, async (opa: OpaConnection) => {
    const listing = await listPolicies(opa);
    policyOrAll.listed(opa, listing.pageCount);
    return listing;
});

/** Adds a policy that this process has created to the cached list. */
export function noteCreated(opa: OpaConnection, policy: WirePolicy): void {
    allPolicies.amend((listing) => withPolicy(listing, listedFromWire(policy)), opa);
}

/** Removes a policy that this process has deleted from the cached list. */
export function noteDeleted(opa: OpaConnection, policyId: string): void {
    allPolicies.amend((listing) => ({ ...listing, items: listing.items.filter(({ id }) => id !== policyId) }), opa);
}

function withPolicy(listing: Listing<ListedPolicy>, policy: ListedPolicy): Listing<ListedPolicy> {
    if (listing.items.some(({ id }) => id === policy.id)) return listing;
    return { ...listing, items: [...listing.items, policy] };
}

/**
 * The policies among which the one of this name is, if OPA has it: as they are, or as they were some seconds ago with what this
 * process has written since. Many who look for a name share the list of all.
 */
export async function policiesLike(opa: OpaConnection, name: string): Promise<Listing<ListedPolicy>> {
    return policyOrAll.isAllCheaperLately(opa, freshMs) ? allPolicies(opa) : listPolicies(opa, name);
}

/**
 * The policy as it is, or was some seconds ago; undefined on 404. For a refresh: hundreds of looks at once are served
 * from one list. What is about to be changed is read with `getPolicy`.
 */
export async function policyNow(opa: OpaConnection, policyId: string): Promise<WirePolicy | undefined> {
    if (policyOrAll.isAllCheaperLately(opa, freshMs)) {
        const listed = (await allPolicies(opa)).items.find(({ id }) => id === policyId);
        const policy = listed && policyIfReadable(listed.body);
        if (policy) return policy;
    }
    return getPolicy(opa, policyId);
}

/** The age in milliseconds up to which deletions may be decided on a list: those that come together share one. */
const decidesMs = 1000;

/**
 * The policy, to decide on its deletion: as it is, or was a second ago at most; undefined on 404. Where many are deleted one list
 * shows them all; one that it does not show whole is read by itself.
 */
export async function seeForDeletion(opa: OpaConnection, policyId: string): Promise<SeenPolicy | undefined> {
    if (policyOrAll.isAllCheaperLately(opa, decidesMs)) {
        // Who may delete a policy need not be allowed to list any.
        const listing = await allPolicies
            .within(decidesMs)(opa)
            .catch(() => undefined);
        const listed = listing?.items.find(({ id }) => id === policyId);
        const policy = listed && policyIfReadable(listed.body);
        if (listing && policy) return { policy, seenAt: listing.seenAt };
    }
    return seePolicy(opa, policyId);
}

/** A policy as it was read after it was written. */
export interface ReadBack {
    readonly policy: WirePolicy;
    /** Whether it comes from the list of all, which may show a policy differently than a read of it alone. */
    readonly isListed: boolean;
}

/** The policy as it is now. Those who ask at the same moment share one list of all; undefined where that does not show it. */
export async function readBackTogether(opa: OpaConnection, policyId: string): Promise<ReadBack | undefined> {
    return (await readBack(opa, [policyId])).get(policyId);
}

const readBack = batchedRead(Number.MAX_SAFE_INTEGER, async (opa: OpaConnection, ids) => {
    if (policyOrAll.isAllCheaper(opa, ids.length)) return listedNow(opa);
    const reads = new Map(ids.map((id) => [id, readAlone(opa, id)]));
    // Those who wait for one are told when it fails.
    await Promise.allSettled(reads.values());
    return reads;
});

async function readAlone(opa: OpaConnection, policyId: string): Promise<ReadBack | undefined> {
    const policy = await getPolicy(opa, policyId);
    return policy && { policy, isListed: false };
}

/** All that can be listed: who may change a policy need not be allowed to list any. */
async function listedNow(opa: OpaConnection): Promise<ReadonlyMap<string, Promise<ReadBack>>> {
    const listing = await allPolicies
        .within(0)(opa)
        .catch(() => undefined);
    const policies = (listing?.items ?? []).flatMap(({ body }) => policyIfReadable(body) ?? []);
    return new Map(policies.map((policy) => [policy.id, Promise.resolve({ policy, isListed: true })]));
}
