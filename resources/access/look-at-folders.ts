import { unlessRefused } from "../lifecycle/not-found";
import type { OpaConnection } from "../opa/connection/connect";
import { type Container, projectsNow, resourceGroupsNow } from "../opa/containers";
import { ownRoles } from "../opa/own-roles";
import { below, evidenceAt, type Place, topOf } from "../opa/secret-folder/tree/tree";
import type { Seen, SeenFolder } from "./seen";

type Whereabouts = Pick<SeenFolder, "resourceGroupId" | "resourceGroup" | "projectId" | "project">;

/** All folders of the team, as far as the service user sees them. Who is allowed to list projects sees all that is in them. */
export async function lookAtFolders(
    opa: OpaConnection,
): Promise<Pick<Seen, "folders" | "isEveryFolderSeen" | "unseen">> {
    const roles = await ownRoles(opa);
    const groups = await unlessRefused(() => resourceGroupsNow(opa));
    const looks = await Promise.all((groups ?? []).map((group) => inResourceGroup(opa, group)));
    const unseen = looks.flatMap((one) => one.unseen);
    const isAdmin = roles?.has("resource_admin") ?? false;
    return {
        folders: looks.flatMap((one) => one.folders),
        isEveryFolderSeen: isAdmin && groups !== undefined && unseen.length === 0,
        unseen: [
            ...unseen,
            ...(groups ? [] : ["which resource groups there are"]),
            ...(isAdmin ? [] : ["whether these are all resource groups: that takes the role resource_admin"]),
        ],
    };
}

async function inResourceGroup(opa: OpaConnection, group: Container): Promise<Pick<Seen, "folders" | "unseen">> {
    const projects = await unlessRefused(() => projectsNow(opa, group.id));
    if (!projects) return { folders: [], unseen: [`the projects and folders of resource group "${group.name}"`] };
    const looks = projects.map(async (project) => {
        const where = {
            resourceGroupId: group.id,
            resourceGroup: group.name,
            projectId: project.id,
            project: project.name,
        };
        const top = topOf({ opa, key: { resourceGroupId: group.id, projectId: project.id } });
        const folders = await unlessRefused(async () => (await contents(top, where)).folders);
        return { folders: folders ?? [], unseen: folders ? [] : [`the folders of project "${project.name}"`] };
    });
    const all = await Promise.all(looks);
    return { folders: all.flatMap((one) => one.folders), unseen: all.flatMap((one) => one.unseen) };
}

async function contents(place: Place, where: Whereabouts): Promise<{ folders: SeenFolder[]; secretIds: string[] }> {
    const { items } = await evidenceAt(place);
    const inner = items
        .filter(({ isFolder }) => isFolder)
        .map(async (item): Promise<SeenFolder[]> => {
            const here = below(place, item);
            const { folders, secretIds } = await contents(here, where);
            const { id, isDescribed, mark } = item;
            const its = { id, path: here.path, isDescribed, mark, parentId: place.folderIds.at(-1), secretIds };
            return [{ ...where, ...its }, ...folders];
        });
    const secretIds = items.filter(({ isFolder }) => !isFolder).map(({ id }) => id);
    return { folders: (await Promise.all(inner)).flat(), secretIds };
}
