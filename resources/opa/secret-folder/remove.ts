import { ApiFailure } from "../../http/api-failure";
import type { OpaConnection } from "../connection";
import { deleteFolder, getFolder } from "./calls";
import { contentsOf, holding } from "./contents";
import { isGone, privilegeMissing } from "./gone";
import { refuseLoss } from "./loss";
import type { FolderKey } from "./schema";
import { below, placeAbove } from "./tree";

/**
 * Deletes a folder: an empty one, or one whose contents were declared to go with it. Content when it is proven gone.
 *
 * @param name What to call it in messages while its path is not known.
 */
export async function remove(
    opa: OpaConnection,
    key: FolderKey,
    name: string,
    known: readonly string[] | undefined,
    deleteContents: unknown,
): Promise<void> {
    const folder = await getFolder(opa, key);
    if (!folder) {
        if (await isGone(opa, key, name, known)) return;
        throw new Error(privilegeMissing(name, "open", "list"));
    }
    const { path } = below(await placeAbove(opa, key, folder, known), { id: key.folderId, name: folder.name });
    // The last thing asked before the deletion: what somebody puts in between goes with it.
    const contents = await contentsOf(opa, key, path);
    refuseLoss({ folderId: key.folderId, path }, contents, deleteContents);
    try {
        await deleteFolder(opa, key);
    } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        if (failure.kind === "not-found") {
            if (await isGone(opa, key, name, known)) return;
            throw new Error(privilegeMissing(name, "delete", "folder_delete"));
        }
        if (failure.kind !== "conflict") throw failure;
        const held = `secret folder ${name}, ${holding(contents)}`;
        throw new Error(`OPA does not delete ${held}. Empty it by hand, then run again. ${failure.message}`);
    }
    if (contents.paths.length > 0)
        console.log(`deleted secret folder ${path}, ${holding(contents)}, as deleteContents declares`);
}
