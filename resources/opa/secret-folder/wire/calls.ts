import { readAs, requireNoBody } from "../../../http/failure/read-as";
import type { ApiRequest } from "../../../http/send";
import type { Moment } from "../../../http/time/clock";
import { unlessNotFound } from "../../../lifecycle/not-found";
import { perConnection } from "../../../lifecycle/shared/per-connection";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import { fresh } from "../../../lifecycle/waiting/read-then-write";
import type { OpaConnection } from "../../connection/connect";
import { type ProjectKey, projectPath } from "../../containers";
import { type Listing, listingOf } from "../../listing";
import type { FolderKey } from "../declared/schema";
import { type Folder, folderFromWire, folderToWire, type Item, itemFromWire, type SentFolder } from "./wire";

const foldersOf = (opa: OpaConnection, project: ProjectKey) => `${projectPath(opa, project)}/secret_folders`;

const folderAt = (opa: OpaConnection, key: FolderKey) => `${foldersOf(opa, key)}/${encodeURIComponent(key.folderId)}`;

/** Undefined on 404, which OPA also answers for "not allowed". */
export function getFolder(opa: OpaConnection, key: FolderKey): Promise<Folder | undefined> {
    const request: ApiRequest = { method: "GET", path: folderAt(opa, key) };
    return unlessNotFound(async () =>
        readAs(request, await opa.send(request), (body) => folderFromWire(body, key.folderId)),
    );
}

/** Milliseconds for which one answer serves all that need no proof by it. */
export const recentMs = 5000;

const folderIn = sharedRead(
    recentMs,
    (opa: OpaConnection, project: Readonly<Record<keyof ProjectKey, string>>, folderId: string) =>
        getFolder(opa, { ...project, folderId }),
);

/** A folder as it was some seconds ago at most; when it was not there then, as it is now. */
export function recentFolder(opa: OpaConnection, { folderId, ...project }: FolderKey): Promise<Folder | undefined> {
    return folderIn.find(
        (folder) => (deletedFrom(opa).has(folderId) ? undefined : folder),
        opa,
        plainKey(project),
        folderId,
    );
}

/** In a folder, or at the top of the project. */
const itemsIn = sharedRead(
    recentMs,
    (
        opa: OpaConnection,
        project: Readonly<Record<keyof ProjectKey, string>>,
        folderId?: string,
    ): Promise<Listing<Item>> =>
        folderId === undefined
            ? listingOf(opa, { path: foldersOf(opa, project) }, (root) => ({ ...itemFromWire(root), isFolder: true }))
            : listingOf(opa, { path: `${folderAt(opa, { ...project, folderId })}/items` }, itemFromWire),
);

/**
 * What is directly in a folder, or at the top of the project without one, as far as the caller is allowed to see it: resource
 * admins see everything, others what a policy lets them list. Never older than the call; one request serves all that ask at
 * the same time.
 */
export function listItems(opa: OpaConnection, project: ProjectKey, folderId?: string): Promise<Listing<Item>> {
    return itemsIn.within(0)(opa, plainKey(project), folderId);
}

/**
 * The same, as it was some seconds ago at most. What is missing in it proves nothing, and may be there by now. A folder that this
 * process has changed or deleted since is not shown as it was before.
 */
export async function recentItems(opa: OpaConnection, project: ProjectKey, folderId?: string): Promise<Listing<Item>> {
    const listing = await itemsIn(opa, plainKey(project), folderId);
    return { ...listing, items: stillThere(opa, listing) };
}

/** What `pick` finds there some seconds ago at most; what it did not find then, it looks for now. */
export function findAmongItems<Found>(
    pick: (items: readonly Item[]) => Found | undefined,
    opa: OpaConnection,
    project: ProjectKey,
    folderId?: string,
): Promise<Found | undefined> {
    return itemsIn.find((listing) => pick(stillThere(opa, listing)), opa, plainKey(project), folderId);
}

/** The folders that this process has deleted. */
const deletedFrom = perConnection((_opa: OpaConnection) => new Set<string>());

const stillThere = (opa: OpaConnection, { items }: Listing<Item>): readonly Item[] =>
    items.filter(({ id }) => !deletedFrom(opa).has(id));

/** Only the two ids, because everything in a key tells it from other keys. */
const plainKey = ({ resourceGroupId, projectId }: ProjectKey) => ({ resourceGroupId, projectId });

/** What a new folder is to be. */
export interface NewFolder extends SentFolder {
    /** Undefined at the top of the project. */
    readonly parentFolderId: string | undefined;
}

/** `parent_folder_id` is the one name OPA knows: it ignores any other and creates a top-level folder. */
export async function createFolder(
    opa: OpaConnection,
    project: ProjectKey,
    { parentFolderId, ...folder }: NewFolder,
): Promise<Folder> {
    const { description, ...others } = folderToWire(folder);
    const body = {
        ...others,
        ...(description ? { description } : {}),
        ...(parentFolderId ? { parent_folder_id: parentFolderId } : {}),
    };
    const request: ApiRequest = { method: "POST", path: foldersOf(opa, project), body };
    return readAs(request, await opa.send(request), (body) => folderFromWire(body));
}

/** The description is always sent: whether leaving it out would keep or clear it is unconfirmed. */
export async function updateFolder(opa: OpaConnection, key: FolderKey, folder: SentFolder): Promise<void> {
    try {
        await opa.send({ method: "PUT", path: folderAt(opa, key), body: folderToWire(folder) });
    } finally {
        renew(opa);
    }
}

/**
 * Deletes everything inside as well; OPA keeps no copy. Not sent long after the folder was looked into, and not a second time when
 * it may have happened: look again.
 */
export async function deleteFolder(opa: OpaConnection, key: FolderKey, seenAt: Moment): Promise<void> {
    const request: ApiRequest = { method: "DELETE", path: folderAt(opa, key), restsOn: fresh(seenAt) };
    try {
        requireNoBody(request, await opa.send(request));
        deletedFrom(opa).add(key.folderId);
    } catch (failure) {
        renew(opa);
        throw failure;
    }
}

/**
 * Drops the cached listings after a folder was changed, or may have been deleted. A deleted folder is left out of listings, and
 * many deletions share one. A new folder needs no renewal: that it is not listed yet proves nothing to anybody.
 */
function renew(opa: OpaConnection): void {
    itemsIn.renew(opa);
    folderIn.renew(opa);
}
