import { say } from "../../../http/output/say";
import { isProjectGone, seeingAll } from "../tree/complete-listing";
import { isListed, itemsAt } from "../tree/tree";
import type { Remembered } from "./state";

/**
 * Whether a folder that OPA answers 404 for is proven gone: with its project, or because a listing on the way to it omits
 * it, or a folder above it, while it is proven that the caller sees everything in listings. False when it is listed: then a
 * right is missing. Throws when it cannot be determined.
 */
export async function isProvenGone(folder: Remembered): Promise<boolean> {
    const purpose = `whether secret folder ${folder.name} is gone, because OPA also answers 404 for what the caller is not allowed to see`;
    if (await isProjectGone(folder, purpose)) return true;
    return !(await seeingAll(folder, purpose, () => isListed(folder)));
}

/**
 * Says so when another folder now has the name and place of the one that is gone: the plan will only say that a folder
 * is to be created. Nothing depends on it, so nothing is said about a place that cannot be read.
 */
export async function tellSuccessor(folder: Remembered, path: unknown): Promise<void> {
    const { key, ancestorIds } = folder;
    if (typeof path !== "string" || !ancestorIds) return;
    const items = await itemsAt({ project: folder, folderIds: ancestorIds, path: "" }).catch(() => []);
    const successor = items.find((item) => item.isFolder && item.name === path.split("/").at(-1));
    if (!successor) return;
    say(
        `Secret folder ${path} (${key.folderId}) is gone, but another folder has its name (${successor.id}). ` +
            'That one is adopted only if it is empty and as declared, or with onExisting: "adopt".',
    );
}
