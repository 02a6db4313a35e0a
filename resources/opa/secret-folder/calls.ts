import { allPages } from "../../http/paginate";
import { unlessNotFound } from "../../lifecycle/not-found";
import type { OpaConnection } from "../connection";
import { listOf, type ProjectKey, projectPath } from "../project";
import { type Folder, type FolderKey, folderFromWire, type Item, itemFromWire } from "./schema";

const foldersOf = (opa: OpaConnection, project: ProjectKey) => `${projectPath(opa, project)}/secret_folders`;

const folderAt = (opa: OpaConnection, key: FolderKey) => `${foldersOf(opa, key)}/${encodeURIComponent(key.folderId)}`;

/** Undefined on 404, which OPA also answers for "not allowed". */
export function getFolder(opa: OpaConnection, key: FolderKey): Promise<Folder | undefined> {
    return unlessNotFound(async () =>
        folderFromWire((await opa.send({ method: "GET", path: folderAt(opa, key) })).body),
    );
}

/** What lies directly in a folder. */
export async function listItems(opa: OpaConnection, key: FolderKey): Promise<readonly Item[]> {
    const items = await allPages(opa.send, { method: "GET", path: `${folderAt(opa, key)}/items` }, listOf);
    return items.map(itemFromWire);
}

/** The top-level folders of a project. Resource admins see all of them, others what a policy lets them list. */
export async function listRoots(opa: OpaConnection, project: ProjectKey): Promise<readonly Item[]> {
    const roots = await allPages(opa.send, { method: "GET", path: foldersOf(opa, project) }, listOf);
    return roots.map((root) => ({ ...itemFromWire(root), isFolder: true }));
}

/** `parent_folder_id` is the one name OPA knows: it ignores any other and makes a top-level folder. */
export async function createFolder(
    opa: OpaConnection,
    project: ProjectKey,
    { name, description, parentFolderId }: { name: string; description: string; parentFolderId: string | undefined },
): Promise<Folder> {
    const body = {
        name,
        ...(description ? { description } : {}),
        ...(parentFolderId ? { parent_folder_id: parentFolderId } : {}),
    };
    return folderFromWire((await opa.send({ method: "POST", path: foldersOf(opa, project), body })).body);
}

/** The description is always sent: whether leaving it out would keep or clear it is unconfirmed. */
export async function updateFolder(
    opa: OpaConnection,
    key: FolderKey,
    { name, description }: { name: string; description: string },
): Promise<void> {
    await opa.send({ method: "PUT", path: folderAt(opa, key), body: { name, description: description || null } });
}

/** Takes everything inside along. OPA keeps no copy. */
export async function deleteFolder(opa: OpaConnection, key: FolderKey): Promise<void> {
    await opa.send({ method: "DELETE", path: folderAt(opa, key) });
}

/** True when the project can be read, which needs the role that also lists every top-level folder. */
export async function isProjectReadable(opa: OpaConnection, project: ProjectKey): Promise<boolean> {
    return (await unlessNotFound(() => opa.send({ method: "GET", path: projectPath(opa, project) }))) !== undefined;
}
