import { ApiFailure } from "../../../http/failure/api-failure";
import { say } from "../../../http/output/say";
import { earliest, type Moment } from "../../../http/time/clock";
import { isAnothers, type Mark, resourceSaid } from "../../../lifecycle/run/owner-mark";
import { onFreshLook } from "../../../lifecycle/waiting/read-then-write";
import { type Contents, contentsOf, counts } from "../tree/contents";
import { listedFolder } from "../tree/listed-folder";
import { privilegeMissing } from "../tree/missing-right";
import { below, type Place, placeAbove } from "../tree/tree";
import { deleteFolder, getFolder } from "../wire/calls";
import { isProvenGone } from "./gone";
import { refuseLoss } from "./loss";
import type { Remembered } from "./state";

/** Deletes a folder: an empty one, or one whose contents were declared to go with it. Returns when it is proven gone. */
export async function remove(folder: Remembered, deleteContents: unknown): Promise<void> {
    const { opa, key } = folder;
    let isAgain = false;
    await onFreshLook(
        opa,
        async () => {
            const seen = await lookInto(folder, isAgain);
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
async function lookInto(folder: Remembered, isAgain: boolean): Promise<Seen | undefined> {
    const { key, name, mark } = folder;
    const there = await find(folder, isAgain);
    if (there?.mark && isAnothers(there.mark, mark)) {
        say(`Kept secret folder ${name}: ${resourceSaid(there.mark.owner, mark)} manages it now.`);
        return undefined;
    }
    if (there) {
        const place = below(await there.parent(), { id: key.folderId, name: there.name });
        const contents = await contentsOf(place);
        return { path: place.path, contents: { ...contents, seenAt: earliest([...there.seenAt, contents.seenAt]) } };
    }
    if (await isProvenGone(folder)) return undefined;
    throw new Error(privilegeMissing(name, "open", "list"));
}

/** A folder that is there, before it is looked into. */
interface There {
    readonly name: string;
    readonly mark: Mark | undefined;
    readonly parent: () => Promise<Place>;
    /** When the listings that show it were requested; empty if it was read by itself. */
    readonly seenAt: readonly Moment[];
}

/** Undefined on 404. A look that is repeated rests on no earlier listing: that would leave less time for the deletion. */
async function find(folder: Remembered, isAgain: boolean): Promise<There | undefined> {
    const listed = isAgain ? undefined : await listedFolder(folder);
    if (listed) {
        const { item, parent, seenAt } = listed;
        return { name: item.name, mark: item.mark, parent: async () => parent, seenAt: [seenAt] };
    }
    const live = await getFolder(folder.opa, folder.key);
    return live && { name: live.name, mark: live.mark, parent: () => placeAbove(folder, live), seenAt: [] };
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
