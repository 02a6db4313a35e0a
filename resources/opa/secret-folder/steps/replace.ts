import type { Properties } from "../../../lifecycle/declared/plain";
import { isSibling } from "../../../lifecycle/run/take-over";
import { messageOf } from "../../../lifecycle/run/unfinished";
import { type Contents, type InnerFolder, withoutFolders } from "../tree/contents";
import { getFolder } from "../wire/calls";
import { lookInto } from "./look-into";
import { refuseLeaving } from "./loss";
import type { Remembered } from "./state";

/**
 * Throws when a folder that another one is to replace holds anything, or when that cannot be seen: the run would make the new one, let
 * people in there instead, and then end with an error, because no replacement deletes contents.
 *
 * @param changed The properties that cannot be changed in place.
 */
export async function refuseReplacingFull(
    folder: Remembered,
    olds: Properties,
    changed: readonly string[],
): Promise<void> {
    const seen = await lookInto(folder, false).catch((failure: unknown) => {
        const text = `Secret folder ${folder.name} is replaced only if it is seen to be empty.`;
        throw new Error(`${text} ${messageOf(failure)}`);
    });
    if (!seen || "managedBy" in seen) return;
    const { path, contents } = seen;
    refuseLeaving({ folderId: folder.key.folderId, path }, await withoutOwn(folder, contents), olds, changed);
}

/** Without the folders that resources of this stack made: they move with this one, and each is asked about by itself. */
async function withoutOwn(folder: Remembered, contents: Contents): Promise<Contents> {
    const own = await Promise.all(
        contents.inner.map(async (one) => ((await isMadeHere(folder, one)) ? [one.path] : [])),
    );
    const paths = new Set(own.flat());
    return withoutFolders(contents, ({ path }) => paths.has(path));
}

async function isMadeHere({ opa, key, mark }: Remembered, one: InnerFolder): Promise<boolean> {
    const live = one.isDescribed ? one.mark : (await getFolder(opa, { ...key, folderId: one.id }))?.mark;
    return isSibling(live, mark) && !live.isAdopted;
}
