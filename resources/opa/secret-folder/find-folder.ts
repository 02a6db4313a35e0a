import type { OpaConnection } from "../connection";
import { projectKeyOf } from "../project";
import { placeOf } from "./find-place";
import type { FolderKey } from "./schema";

/**
 * The ids of a folder given by path or id, in a project and resource group given by id or exact name. Throws when there
 * is none.
 */
export async function findFolder(
    opa: OpaConnection,
    { resourceGroup, project, path }: { resourceGroup: string; project: string; path: string },
): Promise<FolderKey> {
    const key = await projectKeyOf(opa, resourceGroup, project);
    const place = await placeOf({ opa, key }, path, { remedy: "Create it first." });
    return { ...key, folderId: place.folderIds.at(-1) ?? "" };
}
