import { ApiFailure } from "../../../http/failure/api-failure";
import { say } from "../../../http/output/say";
import { resourceSaid } from "../../../lifecycle/run/owner-mark";
import { onFreshLook } from "../../../lifecycle/waiting/read-then-write";
import { type Contents, counts } from "../tree/contents";
import { privilegeMissing } from "../tree/missing-right";
import { deleteFolder } from "../wire/calls";
import { isProvenGone } from "./gone";
import { lookInto, type Seen } from "./look-into";
import { refuseLoss } from "./loss";
import type { Remembered } from "./state";

/** Deletes a folder: an empty one, or one whose contents were declared to go with it. Returns when it is proven gone. */
export async function remove(folder: Remembered, deleteContents: unknown): Promise<void> {
    const { opa, key } = folder;
    let isAgain = false;
    await onFreshLook(
        opa,
        async () => {
            const seen = await toDelete(folder, isAgain);
            isAgain = true;
            // What somebody adds between this look and the deletion is deleted with it.
            if (seen) refuseLoss({ ...folder, folderId: key.folderId, path: seen.path }, seen.contents, deleteContents);
            return seen;
        },
        async (seen) => {
            if (seen) await deleteSeen(folder, seen);
        },
    );
}

/** Undefined when there is nothing to delete: the folder is gone, or another resource has adopted it. */
async function toDelete(folder: Remembered, isAgain: boolean): Promise<Seen | undefined> {
    const seen = await lookInto(folder, isAgain);
    if (!seen || !("managedBy" in seen)) return seen;
    const { name, mark } = folder;
    say(`Kept secret folder ${name}: ${resourceSaid(seen.managedBy.owner, mark)} manages it now.`);
    return undefined;
}

async function deleteSeen(folder: Remembered, { path, contents }: Seen): Promise<void> {
    try {
        await deleteFolder(folder.opa, folder.key, contents.seenAt);
    } catch (failure) {
        await throwUnlessGone(failure, folder, contents);
        return;
    }
    if (contents.paths.length === 0) return;
    say(`Deleted secret folder ${path} with ${counts(contents)} in it, as deleteContents declares.`);
}

/** What a refused deletion means. */
async function throwUnlessGone(failure: unknown, folder: Remembered, contents: Contents): Promise<void> {
    if (!(failure instanceof ApiFailure)) throw failure;
    if (failure.kind === "not-found") {
        if (await isProvenGone(folder)) return;
        throw new Error(privilegeMissing(folder.name, "delete", "folder_delete"));
    }
    if (failure.kind !== "conflict") throw failure;
    throw new Error(
        `OPA does not delete secret folder ${folder.name}, which contains ${counts(contents)}. Empty it by hand, then run the ` +
            `same command again. ${failure.message}`,
    );
}
