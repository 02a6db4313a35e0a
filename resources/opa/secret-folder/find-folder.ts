import type { OpaConnection } from "../connection/connect";
import { projectKeyOf } from "../containers";
import type { FolderKey } from "./declared/schema";
import { placeOf } from "./steps/find-place";

/** A folder that is there, and those above it. */
export interface FoundFolder extends FolderKey {
    /** Ids of the folders from the top of the project down to this one. */
    readonly folderIds: readonly string[];
    /** The whole path in the project, "teams/payments". */
    readonly path: string;
}

/**
 * A folder given by path or id, in a project and resource group given by id or exact name. Throws when there is none.
 */
export async function findFolder(
    opa: OpaConnection,
    { resourceGroup, project, path }: { resourceGroup: string; project: string; path: string },
): Promise<FoundFolder> {
    const key = await projectKeyOf(opa, resourceGroup, project);
    const place = await placeOf({ opa, key }, path, { remedy: "Create it first." });
    const { folderIds, path: wholePath } = place;
    return { ...key, folderId: folderIds.at(-1) ?? "", folderIds, path: wholePath };
}
