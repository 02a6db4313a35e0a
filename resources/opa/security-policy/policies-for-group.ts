import type { OpaConnection } from "../connection/connect";
import { groupsOfName } from "../groups/groups-now";
import { ownRoles } from "../own-roles";
import { allPolicies } from "./wire/policy-list";
import { policyIfReadable } from "./wire/wire";

/** The policies that name a group, active or not; or why that cannot be known. */
export type PoliciesForGroup = { readonly policies: readonly string[] } | { readonly unknown: string };

/** The names of all policies in OPA that name the group of this name. Never older than the call. */
export async function policiesForGroup(opa: OpaConnection, groupName: string): Promise<PoliciesForGroup> {
    const roles = await ownRoles(opa);
    if (!roles?.has("security_admin")) {
        return {
            unknown: "the service user does not have the role security_admin, so some policies may be hidden from it",
        };
    }
    const [groups, { items }] = await Promise.all([groupsOfName(opa, groupName, 0), allPolicies.within(0)(opa)]);
    if (!groups) return { unknown: "OPA shows no groups to the service user" };
    const ids = new Set(groups.map(({ id }) => id));
    const readable = items.map(({ name, body }) => ({ name, policy: policyIfReadable(body) }));
    const unread = readable.find(({ policy }) => policy === undefined);
    if (unread) return { unknown: `policy "${unread.name}" is not of the documented shape` };
    const naming = readable.filter(({ policy }) => policy?.principals?.user_groups?.some(({ id }) => ids.has(id)));
    return { policies: naming.map(({ name }) => name) };
}
