import type { OpaConnection } from "../connection";
import { isOpaId } from "../opa-id";
import type { ProjectKey } from "../project";
import { createFolder, isProjectReadable, listItems, listRoots } from "./calls";
import type { FolderKey, Item } from "./schema";

/** A folder on the way from the root of a project, with those above it. */
export interface Place {
    /** Empty at the top of the project. */
    readonly folderIds: readonly string[];
    /** As people write it; "" at the top. */
    readonly path: string;
}

export const top: Place = { folderIds: [], path: "" };

export const below = (place: Place, { id, name }: { readonly id: string; readonly name: string }): Place => ({
    folderIds: [...place.folderIds, id],
    path: place.path ? `${place.path}/${name}` : name,
});

/** What lies directly at a place. */
export function itemsAt(opa: OpaConnection, project: ProjectKey, place: Place): Promise<readonly Item[]> {
    const folderId = place.folderIds.at(-1);
    return folderId ? listItems(opa, { ...project, folderId }) : listRoots(opa, project);
}

/**
 * The place of a path such as "teams/payments", or of a folder's id. Missing folders are made when `create` is true,
 * else the error names the first one.
 */
export async function placeOf(
    opa: OpaConnection,
    project: ProjectKey,
    pathOrId: string | undefined,
    create = false,
): Promise<Place> {
    if (pathOrId === undefined) return top;
    const parts = pathOrId.split("/");
    if (parts.every(isOpaId)) return placeOfId(opa, project, parts.at(-1) ?? "");
    let place = top;
    for (const name of parts) {
        const items = await itemsAt(opa, project, place);
        const next =
            items.find((item) => item.isFolder && item.name === name) ??
            (create && (await made(opa, project, place, name)));
        if (!next) throw new Error(missingFolder(pathOrId, place, name, items));
        place = below(place, next);
    }
    return place;
}

async function made(opa: OpaConnection, project: ProjectKey, place: Place, name: string) {
    const folder = await createFolder(opa, project, { name, description: "", parentFolderId: place.folderIds.at(-1) });
    console.log(`made the missing folder ${below(place, { id: folder.folderId, name }).path}`);
    return { id: folder.folderId, name };
}

function missingFolder(path: string, place: Place, name: string, items: readonly Item[]): string {
    const where = place.path ? `folder "${place.path}" has` : "the project has";
    const folders = items.filter((item) => item.isFolder).map((item) => `"${item.name}"`);
    return (
        `There is no folder "${path}": ${where} no folder "${name}" that this service user can see, ` +
        `only ${folders.join(", ") || "none"}. Make it first, or declare createParents: true.`
    );
}

/** Finds a folder by its id, looking through the tree level by level. */
async function placeOfId(opa: OpaConnection, project: ProjectKey, folderId: string): Promise<Place> {
    let level: readonly Place[] = [top];
    while (level.length > 0) {
        const next: Place[] = [];
        for (const place of level) {
            for (const item of await itemsAt(opa, project, place)) {
                if (!item.isFolder) continue;
                if (item.id === folderId) return below(place, item);
                next.push(below(place, item));
            }
        }
        level = next;
    }
    throw new Error(
        `There is no folder with id ${folderId} in this project that this service user can see. Declare its path.`,
    );
}

/**
 * True when the folder is proven gone: the caller can read the project, so it holds the role that lists every folder,
 * and on the way down from the root a listing lacks the folder or one above it. Throws when it cannot tell, because
 * OPA answers 404 also for what one may not see (contracts/opa-api.md 2.4).
 */
export async function isGone(opa: OpaConnection, key: FolderKey, above: readonly string[]): Promise<boolean> {
    if (!(await isProjectReadable(opa, key))) throw new Error(cannotTell(key, "the project itself cannot be read"));
    for (const [depth, folderId] of [...above, key.folderId].entries()) {
        const items = await itemsAt(opa, key, { folderIds: above.slice(0, depth), path: "" });
        if (!items.some((item) => item.id === folderId)) return true;
    }
    throw new Error(cannotTell(key, "it is listed, but cannot be opened"));
}

function cannotTell({ folderId }: FolderKey, why: string): string {
    return (
        `Cannot tell whether secret folder ${folderId} is gone: OPA answers 404, and ${why}. ` +
        "Give the service user's group the resource_admin role, and a security policy with the list privilege on the folder above."
    );
}
