import { unlessRefused } from "../lifecycle/not-found";
import type { OpaConnection } from "../opa/connection/connect";
import { membersOf } from "../opa/groups/group-members";
import { allGroups, listGroups, type OpaGroup } from "../opa/groups/groups";
import { evidence } from "../opa/listing";
import { ownRoles } from "../opa/own-roles";
import { listPolicies } from "../opa/security-policy/wire/calls";
import { lookAtFolders } from "./look-at-folders";
import { activeRulesOf } from "./read-policies";
import type { Seen, SeenGroup } from "./seen";

/** How OPA is reached, for each of the two purposes. */
export interface Ways {
    readonly resource: OpaConnection;
    readonly security: OpaConnection;
}

/**
 * Reads all that decides who may do what where. Folders need one request each, and so do groups that a policy is for. Throws
 * ApiFailure when the service user is not allowed to list policies: then nothing can be said.
 */
export async function look({ resource, security }: Ways): Promise<Seen> {
    const isThereAnyGroup = async () => (await listGroups(security)).length > 0;
    const { items: policies } = await evidence(() => listPolicies(security), isThereAnyGroup);
    const roles = await ownRoles(security);
    const folders = await lookAtFolders(resource);
    const groups = await unlessRefused(() => allGroups(security));
    return {
        policies,
        ...folders,
        groups: groups && (await withMembers(security, groups, namedIn(policies))),
        unseen: [
            ...folders.unseen,
            ...(roles?.has("security_admin")
                ? []
                : ["whether these are all policies: that takes the role security_admin"]),
            ...(groups ? [] : ["which groups there are"]),
        ],
    };
}

const namedIn = (policies: Seen["policies"]): ReadonlySet<string> =>
    new Set(activeRulesOf(policies).rules.flatMap(({ groups }) => groups.map(({ id }) => id)));

async function withMembers(
    opa: OpaConnection,
    groups: readonly OpaGroup[],
    needed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, SeenGroup>> {
    const seen = groups.map(async ({ id, name, roles }): Promise<[string, SeenGroup]> => {
        const members = needed.has(id) ? await unlessRefused(() => membersOf(opa, name)) : [];
        return [id, { name, roles, members }];
    });
    return new Map(await Promise.all(seen));
}
