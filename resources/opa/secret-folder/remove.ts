import { ApiFailure } from "../../http/api-failure";
import type { OpaConnection } from "../connection";
import { deleteFolder, getFolder } from "./calls";
import { type Contents, contentsOf, holding } from "./contents";
import { isGone } from "./gone";
import { refuseLoss } from "./loss";
import { privilegeMissing } from "./missing-right";
import type { FolderKey } from "./schema";
import { below, placeAbove } from "./tree";

/** How often a folder is looked into anew because the rate limit held back its deletion. */
const looksAtMost = 3;

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
    for (let look = 1; ; look += 1) {
        const seen = await lookedInto(opa, key, name, known);
        if (!seen) return;
        // What somebody puts in between this look and the deletion goes with it.
        refuseLoss({ folderId: key.folderId, path: seen.path }, seen.contents, deleteContents);
        try {
            await deleteFolder(opa, key);
            if (seen.contents.paths.length > 0) {
                console.log(
                    `deleted secret folder ${seen.path}, ${holding(seen.contents)}, as deleteContents declares`,
                );
            }
            return;
        } catch (failure) {
            if (look < looksAtMost && failure instanceof ApiFailure && failure.kind === "rate-limited") continue;
            if (await isGoneNow(failure, opa, key, name, known, seen.contents)) return;
        }
    }
}

/** Undefined when the folder is gone. */
async function lookedInto(
    opa: OpaConnection,
    key: FolderKey,
    name: string,
    known: readonly string[] | undefined,
): Promise<{ readonly path: string; readonly contents: Contents } | undefined> {
    const folder = await getFolder(opa, key);
    if (folder) {
        const { path } = below(await placeAbove(opa, key, folder, known), { id: key.folderId, name: folder.name });
        return { path, contents: await contentsOf(opa, key, path) };
    }
    if (await isGone(opa, key, name, known)) return undefined;
    throw new Error(privilegeMissing(name, "open", "list"));
}

/** What it means that OPA did not delete it. Throws unless it is gone all the same. */
async function isGoneNow(
    failure: unknown,
    opa: OpaConnection,
    key: FolderKey,
    name: string,
    known: readonly string[] | undefined,
    contents: Contents,
): Promise<boolean> {
    if (!(failure instanceof ApiFailure)) throw failure;
    if (failure.kind === "not-found") {
        if (await isGone(opa, key, name, known)) return true;
        throw new Error(privilegeMissing(name, "delete", "folder_delete"));
    }
    if (failure.kind !== "conflict") throw failure;
    const held = `secret folder ${name}, ${holding(contents)}`;
    throw new Error(`OPA does not delete ${held}. Empty it by hand, then run again. ${failure.message}`);
}
