import type { OpaConnection } from "../connection";
import type { ProjectKey } from "../project";
import { listItems, listRoots } from "./calls";
import type { FolderKey } from "./schema";
import type { Folder, Item } from "./wire";

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

/** In words that follow "in". */
export const said = ({ path }: Place): string => (path ? `folder "${path}"` : "the top of the project");

/** What lies directly at a place. */
export function itemsAt(opa: OpaConnection, project: ProjectKey, place: Place): Promise<readonly Item[]> {
    const folderId = place.folderIds.at(-1);
    return folderId ? listItems(opa, { ...project, folderId }) : listRoots(opa, project);
}

/**
 * Where a folder that was just read lies now, as OPA tells it: in the answer, else in the listings on the way to it.
 * `known` are the folders above it as far as they are remembered: none ever moves, but each may have another name now.
 */
export async function placeAbove(
    opa: OpaConnection,
    key: FolderKey,
    { above }: Folder,
    known: readonly string[] | undefined,
): Promise<Place> {
    // An empty path is believed only where nothing speaks against it: whether OPA gives a full one is unconfirmed.
    if (above && (above.length > 0 || known?.length === 0)) return above.reduce(below, top);
    const remembered = known && (await placeOfLine(opa, key, [...known, key.folderId]));
    const place = remembered ?? (await searched(opa, key));
    if (place) return { folderIds: place.folderIds.slice(0, -1), path: place.path.split("/").slice(0, -1).join("/") };
    throw new Error(
        `Secret folder ${key.folderId} can be opened, but no listing of its project shows it, so its place cannot be told. ` +
            "Give the service user's group the role resource_admin, or delegated_resource_admin of the resource group.",
    );
}

/** Whether the folder is in the listings: looked for where it is remembered to lie, or everywhere. */
export async function isListed(
    opa: OpaConnection,
    key: FolderKey,
    known: readonly string[] | undefined,
): Promise<boolean> {
    const place = await (known ? placeOfLine(opa, key, [...known, key.folderId]) : searched(opa, key));
    return place !== undefined;
}

/** The place of the last of these folders, each in the one before; undefined when one is not there. */
async function placeOfLine(
    opa: OpaConnection,
    project: ProjectKey,
    folderIds: readonly string[],
): Promise<Place | undefined> {
    let place = top;
    for (const folderId of folderIds) {
        const item = (await itemsAt(opa, project, place)).find(({ id }) => id === folderId);
        if (!item) return undefined;
        place = below(place, item);
    }
    return place;
}

/** Looks for a folder by its id through the whole project, level by level. */
async function searched(opa: OpaConnection, { folderId, ...project }: FolderKey): Promise<Place | undefined> {
    let level: readonly Place[] = [top];
    while (level.length > 0) {
        const inner = await Promise.all(
            level.map(async (place) => {
                const items = await itemsAt(opa, project, place);
                return items.filter(({ isFolder }) => isFolder).map((item) => below(place, item));
            }),
        );
        level = inner.flat();
        const found = level.find((place) => place.folderIds.at(-1) === folderId);
        if (found) return found;
    }
    return undefined;
}
