import { accessIn } from "../access/access-in";
import type { Access } from "../access/document";
import { look as lookAtAccess, type Ways as OpaWays } from "../access/look";
import type { Seen, SeenFolder } from "../access/seen";
import { ApiFailure } from "../http/failure/api-failure";
import type { Send } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import type { OpaConnection } from "../opa/connection/connect";
import { getFolder } from "../opa/secret-folder/wire/calls";
import { descriptionOf, policyIfReadable } from "../opa/security-policy/wire/wire";
import { comparePushes, seenPushes } from "../pushed-people/compare";
import type { Audited, Container, MarkedFolder, Marks } from "./audited";
import { lookAtOkta } from "./look-at-okta";

/** How the services are reached; Okta only if it is to be looked at. */
export interface Ways extends OpaWays {
    readonly okta: Send | undefined;
}

/** What lives in the org, as an audit needs it. */
export type Live = Pick<Audited, "access" | "containers" | "marks" | "okta">;

/**
 * Reads it, and never writes. What the service user is not allowed to see is in `access.incomplete`: also all policies, which a
 * delegated security admin cannot list.
 */
export async function look(ways: Ways): Promise<Live> {
    const taken = new Date().toISOString();
    const seen = await unlessForbidden(() => lookAtAccess(ways));
    if (!seen) return { access: { ...nothing, taken }, containers: [], marks: noMarks, okta: undefined };
    const { folders, unseen } = await findMarked(ways.resource, seen.folders);
    const pushes = ways.okta && seenPushes(ways.okta);
    const okta = ways.okta && pushes && (await lookAtOkta(ways.okta, pushes));
    const compared = ways.okta && (await comparePushes({ okta: ways.okta, opa: ways.security }, undefined, pushes));
    const access = accessIn(seen);
    return {
        access: {
            ...access,
            taken,
            ...(compared ? { pushDifferences: compared.differences } : {}),
            incomplete: [...access.incomplete, ...unseen, ...(okta?.unseen ?? []), ...(compared?.unseen ?? [])],
        },
        containers: containersIn(seen.folders),
        marks: { policies: marksOf(seen), folders, roles: rolesIn(seen) },
        okta: okta?.side,
    };
}

const nothing: Access = {
    ...{ format: 1, rows: [], rules: [], groups: [], notUnderstood: [], nowhere: [], otherRules: [] },
    incomplete: ["policies: this service user is not allowed to list them. That takes the role security_admin"],
};

const noMarks: Marks = { policies: [], folders: [], roles: new Map() };

async function unlessForbidden(act: () => Promise<Seen>): Promise<Seen | undefined> {
    try {
        return await act();
    } catch (failure) {
        const isRefused = failure instanceof ApiFailure && ["forbidden", "not-found"].includes(failure.kind);
        if (!isRefused) throw failure;
        return undefined;
    }
}

const marksOf = ({ policies }: Seen): Marks["policies"] =>
    policies.map(({ id, name, body }) => {
        const policy = policyIfReadable(body);
        return { id, name, isActive: policy?.active ?? false, mark: policy && descriptionOf(policy).mark };
    });

const rolesIn = ({ groups }: Seen): Marks["roles"] =>
    new Map([...(groups?.values() ?? [])].map(({ name, roles }) => [name, roles]));

function containersIn(folders: readonly SeenFolder[]): readonly Container[] {
    const each = new Map(
        folders.map(({ resourceGroup, resourceGroupId, project, projectId }) => [
            projectId,
            { resourceGroup, project, ids: { resourceGroup: resourceGroupId, project: projectId } },
        ]),
    );
    return [...each.values()];
}

/** The folders that carry a mark. A list may leave descriptions out, and marks with them: those folders are read one by one. */
async function findMarked(
    opa: OpaConnection,
    folders: readonly SeenFolder[],
): Promise<{ readonly folders: readonly MarkedFolder[]; readonly unseen: readonly string[] }> {
    const all = await Promise.all(
        folders.map(async (folder) => {
            if (folder.isDescribed) return { folder, mark: folder.mark, isSeen: true };
            const { resourceGroupId, projectId, id: folderId } = folder;
            const read = await unlessRefused(() => getFolder(opa, { resourceGroupId, projectId, folderId }));
            return { folder, mark: read?.mark, isSeen: read !== undefined };
        }),
    );
    return {
        folders: all.flatMap(({ folder, mark }) => (mark ? [{ ...folder, mark }] : [])),
        unseen: all.filter(({ isSeen }) => !isSeen).map(({ folder }) => `which resource made folder "${folder.path}"`),
    };
}
