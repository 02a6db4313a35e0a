import { getProject, getStack } from "@pulumi/pulumi";
import { ApiFailure } from "../../http/failure/api-failure";
import { ownerOf } from "../../lifecycle/run/owner-mark";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import type { OpaConnection } from "../../opa/connection/connect";
import { listPolicies } from "../../opa/security-policy/wire/calls";
import { descriptionOf, policyIfReadable } from "../../opa/security-policy/wire/wire";

/** Milliseconds for which the answer about a policy is good. */
const freshMs = 60_000;

const policiesLike = sharedRead(freshMs, (opa: OpaConnection, name: string) => listPolicies(opa, name));

/**
 * Whether OPA has a policy of this name that a resource of this stack made, as its mark says: then the space that it belongs to
 * exists, whatever somebody has deleted of it by hand. False where that cannot be seen.
 */
export async function isPolicyOfStack(opa: OpaConnection, name: string): Promise<boolean> {
    try {
        const { items } = await policiesLike(opa, name);
        return items.some((one) => one.name === name && isOfStack(one.body));
    } catch (failure) {
        if (failure instanceof ApiFailure) return false;
        throw failure;
    }
}

function isOfStack(body: unknown): boolean {
    const policy = policyIfReadable(body);
    const stack = ownerOf(getProject(), getStack(), "-")?.slice(0, -1);
    return stack !== undefined && policy !== undefined && descriptionOf(policy).mark?.owner.startsWith(stack) === true;
}
