import { messageOf } from "../../lifecycle/unfinished";
import { deleteFolder, listItems } from "./calls";
import { type FolderById, itemsAt, type Place, placeAbove, said } from "./tree";
import type { Folder } from "./wire";

/** Where a folder just made lies; `trouble` when that is not where it was meant to, or could not be told. */
export interface Placed {
    readonly parent: Place;
    readonly trouble?: unknown;
}

/**
 * Verifies that a folder just made lies where it was meant to: OPA ignores body fields it does not know, so one meant to be
 * nested can land at the top without an error. A stray one is taken back, which throws; one that stays is in trouble.
 */
export async function placed(parent: Place, folder: Folder): Promise<Placed> {
    try {
        if (await liesIn(parent, folder)) return { parent };
    } catch (trouble) {
        return { parent, trouble };
    }
    const what = `OPA created folder "${folder.name}" (${folder.folderId}) outside ${said(parent)}`;
    const { opa, key } = parent.project;
    const stray = { opa, key: { ...key, folderId: folder.folderId } };
    const failure = await takenBack(stray);
    if (!failure)
        throw new Error(`${what}, so it was deleted again. Check that the parent is a folder of the same project.`);
    const actual = await placeAbove(stray, folder).catch(() => parent);
    const trouble = new Error(
        `${what}, and it could not be deleted again. ${failure} Delete it in the OPA console, then run \`pulumi refresh\`.`,
    );
    return { parent: actual, trouble };
}

async function liesIn(parent: Place, folder: Folder): Promise<boolean> {
    const { projectId } = parent.project.key;
    if (folder.above?.length && folder.above.at(-1)?.id === parent.folderIds.at(-1)) return true;
    const item = (await itemsAt(parent)).find(({ id }) => id === folder.folderId);
    return item !== undefined && (item.projectId ?? projectId) === projectId;
}

/** Why it could not be; undefined when it was. */
async function takenBack({ opa, key }: FolderById): Promise<string | undefined> {
    try {
        if ((await listItems(opa, key)).length > 0) return "It is not empty.";
        await deleteFolder(opa, key);
        return undefined;
    } catch (failure) {
        return messageOf(failure);
    }
}
