import { allPages } from "../../http/paginate";
import { readAs } from "../../http/read-as";
import type { ApiRequest } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";
import { lookIsFreshMs } from "../../lifecycle/on-fresh-look";
import type { OpaConnection } from "../connection";
import { listOf } from "../project";
import { type ListedPolicy, listedFromWire, policyFromWire, type WirePolicy } from "./wire";

const policies = (opa: OpaConnection) => `${opa.teamPath}/security_policy`;
const policy = (opa: OpaConnection, policyId: string) => `${policies(opa)}/${encodeURIComponent(policyId)}`;

/** Undefined on 404, which OPA also answers for "not allowed". */
export function getPolicy(opa: OpaConnection, policyId: string): Promise<WirePolicy | undefined> {
    return unlessNotFound(() => asked(opa, { method: "GET", path: policy(opa, policyId) }));
}

/**
 * Whole policies, all pages; only security admins are allowed to list, and a delegated one sees those of its resource groups.
 * `contains` narrows by a part of name or description.
 */
export async function listPolicies(opa: OpaConnection, contains?: string): Promise<readonly ListedPolicy[]> {
    const request: ApiRequest = { method: "GET", path: policies(opa), query: { contains } };
    const listed = await allPages(opa.send, request, (body) => listOf(body).map(listedFromWire));
    return listed as readonly ListedPolicy[];
}

/** Creates a policy, which takes effect at once. Not to be repeated: a policy of that name may exist after a failure. */
export function createPolicy(opa: OpaConnection, body: unknown): Promise<WirePolicy> {
    return asked(opa, { method: "POST", path: policies(opa), body });
}

/**
 * Replaces the whole policy: what the body leaves out is erased. Everybody may have to pass MFA again. Not sent long after
 * the policy was read, because it would erase what somebody else changed since.
 */
export async function putPolicy(opa: OpaConnection, policyId: string, body: unknown): Promise<void> {
    await opa.send({ method: "PUT", path: policy(opa, policyId), body, startWithinMs: lookIsFreshMs });
}

/** Deletes a policy with all its rules. What it grants ends at once. Not sent long after the policy was read. */
export async function deletePolicy(opa: OpaConnection, policyId: string): Promise<void> {
    await opa.send({ method: "DELETE", path: policy(opa, policyId), startWithinMs: lookIsFreshMs });
}

async function asked(opa: OpaConnection, request: ApiRequest): Promise<WirePolicy> {
    return readAs(request, await opa.send(request), policyFromWire);
}
