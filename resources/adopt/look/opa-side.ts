import type { OpaConnection } from "../../opa/connection/connect";
import { projectsNow, resourceGroupsNow } from "../../opa/containers";
import { allGroups, listGroups } from "../../opa/groups/groups";
import { evidence } from "../../opa/listing";
import { ownRoles } from "../../opa/own-roles";
import { findFolder } from "../../opa/secret-folder/find-folder";
import type { Place } from "../../opa/secret-folder/tree/tree";
import { listPolicies } from "../../opa/security-policy/wire/calls";
import { namedFolders } from "./live-policies";
import { lookAtFolders } from "./look-at-folders";
import type { IsOwn, Parent, Seen } from "./seen";

/** How OPA is reached, for each of the two purposes. */
export interface OpaWays {
    readonly resource: OpaConnection;
    readonly security: OpaConnection;
}

/** Where the teams' folders are, as far as it is known. */
export interface AskedPlace {
    /** Id or exact name; may be left out if there is only one. */
    readonly resourceGroup?: string | undefined;
    readonly project?: string | undefined;
    /** The path of the folder that holds them. */
    readonly parentFolder: string;
}

/** What OPA has: groups, policies, and the folders that matter. `isOwn` says which marked folders are ours. */
export async function lookAtOpa(
    { resource, security }: OpaWays,
    asked: AskedPlace,
    isOwn: IsOwn,
): Promise<Pick<Seen, "parent" | "opaGroups" | "policies" | "folders" | "unseen">> {
    const [parent, groups, policies, forResources, forSecurity] = await Promise.all([
        parentAt(resource, asked),
        allGroups(security),
        policiesNow(security),
        ownRoles(resource),
        ownRoles(security),
    ]);
    const place: Place = {
        project: {
            opa: resource,
            key: { resourceGroupId: parent.resourceGroup.id, projectId: parent.project.id },
        },
        folderIds: parent.folderIds,
        path: parent.path,
    };
    const named = namedFolders(policies, parent.resourceGroup.id);
    const ruled = new Set(named.filter((id) => !parent.folderIds.includes(id)));
    return {
        ...{ parent, policies },
        unseen: [
            ...(forResources?.has("resource_admin")
                ? []
                : ["whether these are all folders: that takes the role resource_admin"]),
            ...(forSecurity?.has("security_admin")
                ? []
                : ["whether these are all policies: that takes the role security_admin"]),
        ],
        opaGroups: new Map(groups.map((group) => [group.id, group])),
        folders: await lookAtFolders(place, ruled, isOwn),
    };
}

async function policiesNow(opa: OpaConnection): Promise<Seen["policies"]> {
    const isThereAnyGroup = async () => (await listGroups(opa)).length > 0;
    return (await evidence(() => listPolicies(opa), isThereAnyGroup)).items;
}

async function parentAt(opa: OpaConnection, asked: AskedPlace): Promise<Parent> {
    const groups = await resourceGroupsNow(opa);
    const resourceGroup = oneOf(groups, asked.resourceGroup, "resource group", "--resource-group");
    const projects = await projectsNow(opa, resourceGroup.id);
    const project = oneOf(projects, asked.project, "project", "--project");
    const found = await findFolder(opa, {
        resourceGroup: resourceGroup.id,
        project: project.id,
        path: asked.parentFolder,
    });
    return { resourceGroup, project, path: found.path, folderIds: found.folderIds };
}

function oneOf<One extends { readonly id: string; readonly name: string }>(
    all: readonly One[],
    asked: string | undefined,
    what: string,
    option: string,
): One {
    const found = all.filter(({ id, name }) => asked === undefined || id === asked || name === asked);
    const [only] = found;
    if (only && found.length === 1) return only;
    const known = all.map(({ id, name }) => `"${name}" (${id})`).join(", ") || "none";
    if (asked === undefined)
        throw new Error(`There is more than one ${what}, or none: ${known}. Name it with ${option}.`);
    throw new Error(`${found.length === 0 ? "No" : "More than one"} ${what} is "${asked}". Seen are: ${known}.`);
}
