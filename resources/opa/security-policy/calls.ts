import { allPages } from "../../http/paginate";
import { unlessNotFound } from "../../lifecycle/not-found";
import type { OpaConnection } from "../connection";
import { listOf } from "../project";
import { policyFromWire, type WirePolicy } from "./wire";

const policies = (opa: OpaConnection) => `${opa.teamPath}/security_policy`;
const policy = (opa: OpaConnection, policyId: string) => `${policies(opa)}/${encodeURIComponent(policyId)}`;

/** Undefined on 404, which OPA also answers for "not allowed". */
export function getPolicy(opa: OpaConnection, policyId: string): Promise<WirePolicy | undefined> {
    return unlessNotFound(async () =>
        policyFromWire((await opa.send({ method: "GET", path: policy(opa, policyId) })).body),
    );
}

/** Whole policies, all pages; only security admins may list. `contains` narrows by a part of name or description. */
export async function listPolicies(opa: OpaConnection, contains?: string): Promise<readonly WirePolicy[]> {
    const found = await allPages(opa.send, { method: "GET", path: policies(opa), query: { contains } }, listOf);
    return found.map(policyFromWire);
}

export async function createPolicy(opa: OpaConnection, body: unknown): Promise<WirePolicy> {
    return policyFromWire((await opa.send({ method: "POST", path: policies(opa), body })).body);
}

/** Replaces the whole policy. */
export async function putPolicy(opa: OpaConnection, policyId: string, body: unknown): Promise<void> {
    await opa.send({ method: "PUT", path: policy(opa, policyId), body });
}

export async function deletePolicy(opa: OpaConnection, policyId: string): Promise<void> {
    await opa.send({ method: "DELETE", path: policy(opa, policyId) });
}
