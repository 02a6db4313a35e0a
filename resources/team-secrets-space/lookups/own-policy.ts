import { getProject, getStack } from "@pulumi/pulumi";
import { ApiFailure } from "../../http/failure/api-failure";
import { asMark, ownerOf, resourceOf, resourceSaid } from "../../lifecycle/run/owner-mark";
import type { OpaConnection } from "../../opa/connection/connect";
import { allPolicies } from "../../opa/security-policy/wire/policy-list";
import { descriptionOf, type ListedPolicy, policyIfReadable } from "../../opa/security-policy/wire/wire";
import { groupNameIn } from "../declared/names";

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
    const policies = await own(opa, (one) => one.name === name && ownerIn(one.body) !== undefined);
    return ownerIn(policies?.at(0)?.body);
}

/** A policy that is not the space's. */
export interface OtherPolicy {
    readonly id: string;
    /** Which resource made it, as far as its mark says. */
    readonly owner: string | undefined;
}

/** Why a space cannot have a policy of this name, and how to go on. */
export function policyHasName(name: string, { id, owner }: OtherPolicy, own: string | undefined): string {
    const managed = owner === undefined ? "" : `, managed by ${resourceSaid(owner, asMark(own))}`;
    return (
        `OPA already has a security policy "${name}" (${id})${managed}: the name that this space's policy is to have, which is made of ` +
        "the groupName. Choose another groupName, or let that policy get another name, or go, in a run before."
    );
}

/** A policy that has the name which that of a space is to get, and is not the space's; undefined where that cannot be seen. */
export async function otherPolicyNamed(
    opa: OpaConnection,
    name: string,
    space: string | undefined,
): Promise<OtherPolicy | undefined> {
    const policies = await own(opa, (one) => one.name === name && (!space || ownerIn(one.body) !== space));
    const [policy] = policies ?? [];
    return policy && { id: policy.id, owner: ownerIn(policy.body) };
}

const policySuffix = "-policy";

/** The policy of a space, or of a level of it ("/owners"), in the form that marks have. */
export const policyOf = (space: string, level = ""): string | undefined =>
    ownerOf(getProject(), getStack(), `${space}${policySuffix}${level}`);

/** The name of the space that a policy in the form that marks have is of. */
export function spaceOf(policy: string): string {
    const name = resourceOf(policy);
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
    const policies = await own(opa, ({ body }) => ownerIn(body) === owner);
    return policies?.length === 1 ? groupNameIn(policies[0]?.name) : undefined;
}

/**
 * The policies that are meant, by a list that all spaces share; undefined when there are none, by a list that is asked for now, or when
 * they cannot be seen.
 */
async function own(
    opa: OpaConnection,
    isMeant: (policy: ListedPolicy) => boolean,
): Promise<readonly ListedPolicy[] | undefined> {
    try {
        return await allPolicies.find(({ items }) => {
            const found = items.filter(isMeant);
            return found.length > 0 ? found : undefined;
        }, opa);
    } catch (failure) {
        if (failure instanceof ApiFailure) return undefined;
        throw failure;
    }
}

/** Whose each policy of a list is: every space asks it of all of them. */
const owners = new WeakMap<object, { readonly owner: string | undefined }>();

function ownerIn(body: unknown): string | undefined {
    if (typeof body !== "object" || body === null) return undefined;
    const known = owners.get(body);
    if (known) return known.owner;
    const policy = policyIfReadable(body);
    const owner = policy && descriptionOf(policy).mark?.owner;
    owners.set(body, { owner });
    return owner;
}
