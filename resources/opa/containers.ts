import { z } from "zod";
import { readAs } from "../http/failure/read-as";
import type { ApiRequest } from "../http/send";
import { sharedRead } from "../lifecycle/shared/shared-read";
import type { OpaConnection } from "./connection/connect";
import { isOpaId } from "./declared-text";
import { evidence, holds, type Listing, listingOf } from "./listing";
import { deletedAt, isLive } from "./live";

/** Where in OPA secret folders live. */
export interface ProjectKey {
    readonly resourceGroupId: string;
    readonly projectId: string;
}

const named = z.object({ id: z.string(), name: z.string(), deleted_at: deletedAt });

type Named = z.infer<typeof named>;

/** A resource group or a project. */
export type Container = Pick<Named, "id" | "name">;

/** Milliseconds for which all resources share one list of resource groups and projects, which hardly ever change. */
const freshMs = 30_000;

/** The id of a resource group given by id or exact name. An id is not looked up. */
export function resourceGroupIdOf(opa: OpaConnection, resourceGroup: string): Promise<string> {
    return idOf(opa, groupsPath(opa), resourceGroup, "resource group");
}

/** The ids of a project and its resource group, each given by id or exact name. */
export async function projectKeyOf(opa: OpaConnection, resourceGroup: string, project: string): Promise<ProjectKey> {
    const resourceGroupId = await resourceGroupIdOf(opa, resourceGroup);
    const path = projectsPath(opa, resourceGroupId);
    return {
        resourceGroupId,
        projectId: await idOf(opa, path, project, "project", ` in resource group "${resourceGroup}"`),
    };
}

const groupsPath = (opa: OpaConnection): string => `${opa.teamPath}/resource_groups`;

const groupPath = (opa: OpaConnection, resourceGroupId: string): string =>
    `${groupsPath(opa)}/${encodeURIComponent(resourceGroupId)}`;

const projectsPath = (opa: OpaConnection, resourceGroupId: string): string =>
    `${groupPath(opa, resourceGroupId)}/projects`;

/** The path of a project in requests. */
export const projectPath = (opa: OpaConnection, { resourceGroupId, projectId }: ProjectKey): string =>
    `${projectsPath(opa, resourceGroupId)}/${encodeURIComponent(projectId)}`;

/**
 * Whether the project is listed in its resource group, as of now. Only a role that also sees every folder of the project
 * is allowed to list projects; without it this throws ApiFailure, as it does when it cannot be determined.
 */
export async function isProjectListed(
    opa: OpaConnection,
    { resourceGroupId, projectId }: ProjectKey,
): Promise<boolean> {
    const items = await projectsNow(opa, resourceGroupId);
    return items.some(({ id }) => id === projectId);
}

/** The projects of a resource group, as of now. Throws ApiFailure when they cannot be determined. */
export async function projectsNow(opa: OpaConnection, resourceGroupId: string): Promise<readonly Container[]> {
    const { items } = await evidence(
        () => namedAt.within(0)(opa, projectsPath(opa, resourceGroupId)),
        async () => holds(await namedAt.within(0)(opa, groupsPath(opa)), ({ id }) => id === resourceGroupId),
    );
    return items;
}

/**
 * The resource groups that the service user sees, as of now: an administrator of resources sees them all. Nothing is listed above
 * them that could show what a vague answer means, so it never means that there are none.
 */
export async function resourceGroupsNow(opa: OpaConnection): Promise<readonly Container[]> {
    const ask = () => namedAt.within(0)(opa, groupsPath(opa));
    return (await evidence(ask, async () => false)).items;
}

/** Throws ApiFailure unless the resource group can be opened, which needs a role over it. */
export async function openResourceGroup(opa: OpaConnection, resourceGroupId: string): Promise<void> {
    const request: ApiRequest = { method: "GET", path: groupPath(opa, resourceGroupId) };
    readAs(request, await opa.send(request), (body) => named.parse(body));
}

/**
 * Nothing in this process makes resource groups or projects. One that the cached list lacks is asked for anew before anybody is
 * told so.
 */
const namedAt = sharedRead(freshMs, async (opa: OpaConnection, path: string): Promise<Listing<Named>> => {
    const listing = await listingOf(opa, { path }, (body) => named.parse(body));
    return { ...listing, items: listing.items.filter(isLive) };
});

async function idOf(opa: OpaConnection, path: string, idOrName: string, what: string, where = ""): Promise<string> {
    if (isOpaId(idOrName)) return idOrName;
    const among = ({ items }: Listing<Named>) => items.filter((one) => one.name === idOrName);
    const only = (listing: Listing<Named>) => (among(listing).length === 1 ? among(listing)[0]?.id : undefined);
    const id = await namedAt.find(only, opa, path);
    if (id !== undefined) return id;
    const listing = await namedAt(opa, path);
    const all = listing.items;
    const [found, another] = among(listing);
    if (!found) {
        const known = all.map((one) => `"${one.name}"`).join(", ");
        const fix = known
            ? `Declare one of: ${known}.`
            : `No ${what}s are visible to this service user${where}: give its group the role resource_admin.`;
        throw new Error(`There is no ${what} named "${idOrName}"${where}. ${fix}`);
    }
    if (another) {
        throw new Error(
            `More than one ${what} is named "${idOrName}"${where}: ${found.id}, ${another.id}. Declare the id.`,
        );
    }
    return found.id;
}
