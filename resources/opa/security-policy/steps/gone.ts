import type { OpaConnection } from "../../connection/connect";
import { evidence } from "../../listing";
import { ownRoles } from "../../own-roles";
import { assignableGroups } from "../wire/assignable-groups";
import { listPolicies } from "../wire/calls";
import { allPolicies, policiesLike } from "../wire/policy-list";
import type { ListedPolicy } from "../wire/wire";

/**
 * Returns when a policy that OPA answers 404 for is proven gone, and throws when that cannot be determined: OPA also answers
 * 404 for what the caller is not allowed to see. The proof is a list of policies without it, while the caller has the right
 * to see it there, before and after: a delegated security admin gets a list too, but of its own resource groups.
 */
export async function mustBeProvenGone(opa: OpaConnection, policyId: string, resourceGroupId: unknown): Promise<void> {
    const before = await sight(opa, resourceGroupId);
    const { items } = await evidence(
        () => allPolicies.within(0)(opa),
        async () => (await sight(opa, resourceGroupId)) === undefined,
    );
    if (items.some(({ id }) => id === policyId)) throw cannotTell(policyId, "it is listed, but cannot be opened");
    const lacking = before ?? (await sight(opa, resourceGroupId));
    if (lacking) throw cannotTell(policyId, lacking);
}

/**
 * The policies of exactly this name. None means that there is none, as far as the caller is allowed to see: a vague answer counts
 * only if a listing that cannot be empty arrives after it.
 */
export async function policiesNamed(
    opa: OpaConnection,
    name: string,
    resourceGroupId: string | undefined,
): Promise<readonly ListedPolicy[]> {
    const shared = await policiesLike(opa, name);
    const { items } = shared.isVague
        ? await evidence(
              () => listPolicies(opa, name),
              async () => (await sight(opa, resourceGroupId)) === undefined,
          )
        : shared;
    return items.filter((one) => one.name === name);
}

/** Why policies of this scope may be hidden from the caller; undefined when they are proven not to be. */
async function sight(opa: OpaConnection, resourceGroupId: unknown): Promise<string | undefined> {
    const roles = await ownRoles(opa);
    if (roles?.has("security_admin")) return undefined;
    if (typeof resourceGroupId === "string" && (await mayAssignPolicies(opa, resourceGroupId))) return undefined;
    return roles
        ? "the service user does not have the role security_admin, so some policies may be hidden from it"
        : "the service user's own roles cannot be read, so some policies may be hidden from it";
}

/** A delegated security admin has no role that can be read, but OPA lists where it is allowed to assign policies. */
async function mayAssignPolicies(opa: OpaConnection, resourceGroupId: string): Promise<boolean> {
    const groups = await assignableGroups.within(0)(opa);
    return groups.some(({ id }) => id === resourceGroupId);
}

function cannotTell(policyId: string, why: string): Error {
    return new Error(
        `Cannot determine whether security policy ${policyId} is gone: OPA answers 404, and ${why}. ` +
            "Give the service user's group the role security_admin. If you know that the policy was deleted, run " +
            "`pulumi state delete` with its URN, which `pulumi stack --show-urns` shows. Pulumi refuses that while something " +
            "depends on it: remove that dependency, such as dependsOn, from the program, and run `pulumi up` first.",
    );
}
