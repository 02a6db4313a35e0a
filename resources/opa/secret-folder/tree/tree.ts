import { earliest, type Moment } from "../../../http/time/clock";
import type { OpaConnection } from "../../connection/connect";
import { isProjectListed, type ProjectKey } from "../../containers";
import { evidence, holds, type Listing } from "../../listing";
import type { FolderKey } from "../declared/schema";
import { findAmongItems, listItems, recentItems } from "../wire/calls";
import type { Folder, Item } from "../wire/wire";

/** A project that contains folders, and the connection to it. */
export interface Project {
    readonly opa: OpaConnection;
    readonly key: ProjectKey;
}

/** A folder by its id. */
export interface FolderById extends Project {
    readonly key: FolderKey;
    /**
     * The folders above it, root first; undefined when they are not known. None ever moves, but each may have another name now.
     */
    readonly ancestorIds?: readonly string[] | undefined;
}

/** A folder and those above it, from the top of the project; or the top itself. */
export interface Place {
    readonly project: Project;
    /** Empty at the top of the project. */
    readonly folderIds: readonly string[];
    /** As people write it; "" at the top. */
    readonly path: string;
}

/** The top of a project. */
export const topOf = (project: Project): Place => ({ project, folderIds: [], path: "" });

/** The place of an item at a place. */
export const below = (place: Place, { id, name }: { readonly id: string; readonly name: string }): Place => ({
    project: place.project,
    folderIds: [...place.folderIds, id],
    path: place.path ? `${place.path}/${name}` : name,
});

/** A place as a message names it after "in". */
export const said = ({ path }: Place): string => (path ? `folder "${path}"` : "the top level of the project");

/** What is directly at a place, as far as listed: what is missing proves nothing. */
export async function itemsAt(place: Place): Promise<readonly Item[]> {
    return (await listingAt(place)).items;
}

/** The same, as it was some seconds ago at most. */
export async function recentItemsAt({ project: { opa, key }, folderIds }: Place): Promise<readonly Item[]> {
    return (await recentItems(opa, key, folderIds.at(-1))).items;
}

/** What `pick` finds at a place some seconds ago at most; what it did not find then, it looks for now. */
export const findAt = <Found>(
    { project: { opa, key }, folderIds }: Place,
    pick: (items: readonly Item[]) => Found | undefined,
): Promise<Found | undefined> => findAmongItems(pick, opa, key, folderIds.at(-1));

/**
 * What is directly at a place, to conclude from what is missing: a vague answer counts only if the place itself is listed
 * above it afterwards.
 */
export function evidenceAt(place: Place): Promise<Listing<Item>> {
    return evidence(
        () => listingAt(place),
        () => isListedAbove(place),
    );
}

function listingAt({ project: { opa, key }, folderIds }: Place): Promise<Listing<Item>> {
    return listItems(opa, key, folderIds.at(-1));
}

async function isListedAbove(place: Place): Promise<boolean> {
    const { project, folderIds } = place;
    const folderId = folderIds.at(-1);
    if (!folderId) return isProjectListed(project.opa, project.key);
    return holds(await listingAt(above(place)), ({ id }) => id === folderId);
}

/** The place that holds a folder's. */
const above = ({ project, folderIds, path }: Place): Place => ({
    project,
    folderIds: folderIds.slice(0, -1),
    path: path.split("/").slice(0, -1).join("/"),
});

/**
 * The place above a folder that was just read: from the answer, else from the listings on the way to it.
 *
 * @param lists The listings to look in, one after the other.
 */
export async function placeAbove(
    folder: FolderById,
    { above: path }: Folder,
    lists: readonly List[] = [itemsAt],
): Promise<Place> {
    // An empty path is trusted only where state does not contradict it: whether OPA gives a full one is unconfirmed.
    if (path && (path.length > 0 || folder.ancestorIds?.length === 0)) return path.reduce(below, topOf(folder));
    for (const list of lists) {
        const listed = await remembered(folder, list);
        if (listed) return listed.parent;
        const place = await searched(folder, list);
        if (place) return above(place);
    }
    throw new Error(
        `Secret folder ${folder.key.folderId} can be opened, but no listing of its project contains it, so its path cannot be determined. ` +
            "Give the service user's group the role resource_admin, or delegated_resource_admin of the resource group.",
    );
}

/**
 * Whether the folder is in the listings: looked for at its remembered place, or everywhere. Throws when what is missing in
 * them proves nothing.
 */
export async function isListed(folder: FolderById): Promise<boolean> {
    const list = async (place: Place) => (await evidenceAt(place)).items;
    return (await (folder.ancestorIds ? remembered(folder, list) : searched(folder, list))) !== undefined;
}

/** Listings for what needs no proof: earlier ones, then those of now. */
export const recentFirst: readonly List[] = [recentItemsAt, itemsAt];

/** Lists what is directly at a place. */
type List = (place: Place) => Promise<readonly Item[]>;

/** A folder in the listing of the place above it. */
export interface Listed {
    readonly item: Item;
    readonly parent: Place;
}

/** The folder where it is remembered, as it was some seconds ago; undefined when it is not listed there. */
export async function recentlyListed(folder: FolderById): Promise<(Listed & { readonly seenAt: Moment }) | undefined> {
    const moments: Moment[] = [];
    const listed = await remembered(folder, async ({ project: { opa, key }, folderIds }) => {
        const { items, seenAt } = await recentItems(opa, key, folderIds.at(-1));
        moments.push(seenAt);
        return items;
    });
    return listed && { ...listed, seenAt: earliest(moments) };
}

/** The folder where it is remembered; undefined when it is not there, or nothing is remembered. */
async function remembered(folder: FolderById, list: List): Promise<Listed | undefined> {
    if (!folder.ancestorIds) return undefined;
    let parent = topOf(folder);
    for (const folderId of folder.ancestorIds) {
        const item = (await list(parent)).find(({ id }) => id === folderId);
        if (!item) return undefined;
        parent = below(parent, item);
    }
    const item = (await list(parent)).find(({ id }) => id === folder.key.folderId);
    return item && { item, parent };
}

const searched = (folder: FolderById, list: List): Promise<Place | undefined> =>
    firstFolder(folder, ({ id }) => id === folder.key.folderId, list);

/** Looks for a folder through the whole project, level by level. */
export async function firstFolder(
    project: Project,
    isMeant: (item: Item) => boolean,
    list: List = itemsAt,
): Promise<Place | undefined> {
    let level: readonly Place[] = [topOf(project)];
    while (level.length > 0) {
        const inner = await Promise.all(
            level.map(async (place) => {
                const folders = (await list(place)).filter(({ isFolder }) => isFolder);
                return folders.map((item) => ({ place: below(place, item), isMeant: isMeant(item) }));
            }),
        );
        const found = inner.flat().find((one) => one.isMeant);
        if (found) return found.place;
        level = inner.flat().map(({ place }) => place);
    }
    return undefined;
}
