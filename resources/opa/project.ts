import { z } from "zod";
import { allPages } from "../http/paginate";
import { readAs } from "../http/read-as";
import type { ApiRequest } from "../http/send";
import { joined } from "../lifecycle/joined";
import { shared } from "../lifecycle/shared";
import type { OpaConnection } from "./connection";
import { isOpaId } from "./declared-text";

/** Where in OPA secret folders live. */
export interface ProjectKey {
    readonly resourceGroupId: string;
    readonly projectId: string;
}

const named = z.object({ id: z.string(), name: z.string(), deleted_at: z.string().nullish() });

/** Milliseconds for which all resources share one list of resource groups and projects, which hardly ever change. */
const freshMs = 30_000;

/** The id of a resource group given by id or exact name. An id is not looked up. */
export function resourceGroupIdOf(opa: OpaConnection, resourceGroup: string): Promise<string> {
    return idOf(opa, `${opa.teamPath}/resource_groups`, resourceGroup, "resource group");
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

const groupPath = (opa: OpaConnection, resourceGroupId: string): string =>
    `${opa.teamPath}/resource_groups/${encodeURIComponent(resourceGroupId)}`;

const projectsPath = (opa: OpaConnection, resourceGroupId: string): string =>
    `${groupPath(opa, resourceGroupId)}/projects`;

/** The path of a project in requests. */
export const projectPath = (opa: OpaConnection, { resourceGroupId, projectId }: ProjectKey): string =>
    `${projectsPath(opa, resourceGroupId)}/${encodeURIComponent(projectId)}`;

/**
 * Whether the project is listed in its resource group, as of now. Only a role that also sees every folder of the project
 * is allowed to list projects; without it this throws ApiFailure.
 */
export async function isProjectListed(
    opa: OpaConnection,
    { resourceGroupId, projectId }: ProjectKey,
): Promise<boolean> {
    const path = projectsPath(opa, resourceGroupId);
    const projects = await joined(opa, `${path} now`, () => namedAt(opa, path));
    return projects.some(({ id }) => id === projectId);
}

/** Throws ApiFailure unless the resource group can be opened, which needs a role over it. */
export async function openResourceGroup(opa: OpaConnection, resourceGroupId: string): Promise<void> {
    const request: ApiRequest = { method: "GET", path: groupPath(opa, resourceGroupId) };
    readAs(request, await opa.send(request), (body) => named.parse(body));
}

async function namedAt(opa: OpaConnection, path: string): Promise<readonly z.infer<typeof named>[]> {
    const namedIn = (body: unknown) => listOf(body).map((item) => named.parse(item));
    const items = (await allPages(opa.send, { method: "GET", path }, namedIn)) as readonly z.infer<typeof named>[];
    return items.filter(isLive);
}

async function idOf(opa: OpaConnection, path: string, idOrName: string, what: string, where = ""): Promise<string> {
    if (isOpaId(idOrName)) return idOrName;
    const all = await shared(opa, path, freshMs, () => namedAt(opa, path));
    const [found, another] = all.filter((one) => one.name === idOrName);
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

const listed = z.object({ list: z.array(z.unknown()).nullish() });

/** The items of a list answer; a missing or null list is an empty one. */
export const listOf = (body: unknown): readonly unknown[] => listed.parse(body).list ?? [];

/** OPA deletes softly; the zero time also means live (contracts/opa-api.md 4.2). */
export function isLive({ deleted_at }: { readonly deleted_at?: string | null | undefined }): boolean {
    return !deleted_at || deleted_at.startsWith("0001-");
}
