import { readAs, requireNoBody } from "../../../http/failure/read-as";
import type { ApiRequest } from "../../../http/send";
import { type Moment, now } from "../../../http/time/clock";
import { unlessNotFound } from "../../../lifecycle/not-found";
import { fresh } from "../../../lifecycle/waiting/read-then-write";
import type { OpaConnection } from "../../connection/connect";
import { type Listing, listingOf } from "../../listing";
import { type ListedPolicy, listedFromWire, policyFromWire, type WirePolicy } from "./wire";

const policies = (opa: OpaConnection) => `${opa.teamPath}/security_policy`;
const policy = (opa: OpaConnection, policyId: string) => `${policies(opa)}/${encodeURIComponent(policyId)}`;

/** A policy as it was read. */
export interface SeenPolicy {
    readonly policy: WirePolicy;
    readonly seenAt: Moment;
}

/** Undefined on 404, which OPA also answers for "not allowed". */
export async function getPolicy(opa: OpaConnection, policyId: string): Promise<WirePolicy | undefined> {
    return (await seePolicy(opa, policyId))?.policy;
}

/** The same for what is decided on it. */
export function seePolicy(opa: OpaConnection, policyId: string): Promise<SeenPolicy | undefined> {
    const request: ApiRequest = { method: "GET", path: policy(opa, policyId) };
    return unlessNotFound(async () => {
        const askedAt = now();
        const answer = await opa.send(request);
        const read = readAs(request, answer, (body) => policyFromWire(body, policyId));
        return { policy: read, seenAt: answer.sentAt ?? askedAt };
    });
}

/**
 * Whole policies, all pages; only security admins are allowed to list, and a delegated one sees those of its resource groups.
 * `contains` narrows by a part of name or description.
 */
export function listPolicies(opa: OpaConnection, contains?: string): Promise<Listing<ListedPolicy>> {
    return listingOf(opa, { path: policies(opa), query: { contains } }, listedFromWire);
}

/** Creates a policy, which takes effect at once. Not to be repeated: a policy of that name may exist after a failure. */
export async function createPolicy(opa: OpaConnection, body: unknown): Promise<WirePolicy> {
    const request: ApiRequest = { method: "POST", path: policies(opa), body };
    return readAs(request, await opa.send(request), (answered) => policyFromWire(answered));
}

/**
 * Replaces the whole policy: what the body leaves out is erased. Everybody may have to pass MFA again. Not sent long after
 * the policy was read, because it would erase what somebody else changed since.
 */
export async function putPolicy(
    opa: OpaConnection,
    { policy: { id }, seenAt }: SeenPolicy,
    body: unknown,
): Promise<void> {
    await opa.send({ method: "PUT", path: policy(opa, id), body, restsOn: fresh(seenAt) });
}

/**
 * Deletes a policy with all its rules. What it grants ends at once. Not sent long after the policy was read, and not a second
 * time when it may have happened: look again.
 */
export async function deletePolicy(opa: OpaConnection, { policy: { id }, seenAt }: SeenPolicy): Promise<void> {
    const request: ApiRequest = { method: "DELETE", path: policy(opa, id), restsOn: fresh(seenAt) };
    requireNoBody(request, await opa.send(request));
}
