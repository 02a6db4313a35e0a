import { getProject, getStack } from "@pulumi/pulumi";
import { ApiFailure } from "../../http/failure/api-failure";
import { ownerOf } from "../../lifecycle/run/owner-mark";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import type { OpaConnection } from "../../opa/connection/connect";
import { listPolicies } from "../../opa/security-policy/wire/calls";
import { descriptionOf, policyIfReadable } from "../../opa/security-policy/wire/wire";
import { groupNameIn } from "../declared/names";

/** Milliseconds for which the answer about a policy is good. */
const freshMs = 60_000;

const policiesLike = sharedRead(freshMs, (opa: OpaConnection, name: string) => listPolicies(opa, name));

const policiesOfSpaces = sharedRead(freshMs, (opa: OpaConnection) => listPolicies(opa));

/**
 * Whether OPA has a policy of this name that a resource of this stack made, as its mark says: then the space that it belongs to
 * exists, whatever somebody has deleted of it by hand. False where that cannot be seen.
 */
export async function isPolicyOfStack(opa: OpaConnection, name: string): Promise<boolean> {
    const stack = ownerOf(getProject(), getStack(), "-")?.slice(0, -1);
    return stack !== undefined && (await ownerOfPolicy(opa, name))?.startsWith(stack) === true;
}

/** Which resource made the policy of this name, as its mark says; undefined where that cannot be seen. */
export async function ownerOfPolicy(opa: OpaConnection, name: string): Promise<string | undefined> {
    try {
        const { items } = await policiesLike(opa, name);
        return items.flatMap((one) => (one.name === name ? (ownerIn(one.body) ?? []) : [])).at(0);
    } catch (failure) {
        if (failure instanceof ApiFailure) return undefined;
        throw failure;
    }
}

const policySuffix = "-policy";

/** The policy of a space, or of a level of it ("/owners"), in the form that marks have. */
export const policyOf = (space: string, level = ""): string | undefined =>
    ownerOf(getProject(), getStack(), `${space}${policySuffix}${level}`);

/** The name of the space that a policy in the form that marks have is of. */
export function spaceOf(policy: string): string {
    const name = decodeURIComponent(policy.slice(policy.lastIndexOf("/") + 1));
    const [, space = name] = /^(.*)-policy(?:\/.*)?$/.exec(name) ?? [];
    return space;
}

/**
 * The name that the group of a space has now, by the one policy that this space made and that is named after the group.
 * Undefined where that cannot be seen, as for a space that has no policy yet or goes by another name since it made it.
 */
export async function groupNameNow(opa: OpaConnection, space: string): Promise<string | undefined> {
    const owner = policyOf(space);
    if (owner === undefined) return undefined;
    try {
        const { items } = await policiesOfSpaces(opa);
        const own = items.filter(({ body }) => ownerIn(body) === owner);
        return own.length === 1 ? groupNameIn(own[0]?.name) : undefined;
    } catch (failure) {
        if (failure instanceof ApiFailure) return undefined;
        throw failure;
    }
}

function ownerIn(body: unknown): string | undefined {
    const policy = policyIfReadable(body);
    return policy && descriptionOf(policy).mark?.owner;
}
