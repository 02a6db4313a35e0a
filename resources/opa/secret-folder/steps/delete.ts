import { ApiFailure } from "../../../http/failure/api-failure";
import { say } from "../../../http/output/say";
import { isAnothers, resourceSaid } from "../../../lifecycle/run/owner-mark";
import { onFreshLook } from "../../../lifecycle/waiting/read-then-write";
import { type Contents, contentsOf, counts } from "../tree/contents";
import { privilegeMissing } from "../tree/missing-right";
import { below, placeAbove } from "../tree/tree";
import { deleteFolder, getFolder } from "../wire/calls";
import { isProvenGone } from "./gone";
import { refuseLoss } from "./loss";
import type { Remembered } from "./state";

/** Deletes a folder: an empty one, or one whose contents were declared to go with it. Returns when it is proven gone. */
export async function remove(folder: Remembered, deleteContents: unknown): Promise<void> {
    const { opa, key } = folder;
    await onFreshLook(
        opa,
        async () => {
            const seen = await lookInto(folder);
            // What somebody adds between this look and the deletion is deleted with it.
            if (seen) refuseLoss({ ...folder, folderId: key.folderId, path: seen.path }, seen.contents, deleteContents);
            return seen;
        },
        async (seen) => {
            if (seen) await deleteSeen(folder, seen);
        },
    );
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

interface Seen {
    readonly path: string;
    readonly contents: Contents;
}

/** Undefined when there is nothing to delete: the folder is gone, or another resource has adopted it. */
async function lookInto(folder: Remembered): Promise<Seen | undefined> {
    const { opa, key, name } = folder;
    const live = await getFolder(opa, key);
    if (live?.mark && isAnothers(live.mark, folder.mark)) {
        say(`Kept secret folder ${name}: ${resourceSaid(live.mark.owner, folder.mark)} manages it now.`);
        return undefined;
    }
    if (live) {
        const place = below(await placeAbove(folder, live), { id: key.folderId, name: live.name });
        return { path: place.path, contents: await contentsOf(place) };
    }
    if (await isProvenGone(folder)) return undefined;
    throw new Error(privilegeMissing(name, "open", "list"));
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
