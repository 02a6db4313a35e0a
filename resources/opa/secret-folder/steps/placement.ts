import { messageOf } from "../../../lifecycle/run/unfinished";
import { type FolderById, itemsAt, type Place, placeAbove, said } from "../tree/tree";
import type { Folder } from "../wire/wire";
import { remove } from "./delete";

/** Where a folder just created is; `trouble` when that is not the intended place, or could not be determined. */
export interface Placed {
    readonly parent: Place;
    readonly trouble?: unknown;
}

/**
 * Verifies that a folder just created is in the intended place: OPA ignores body fields it does not know, so a nested one
 * can land at the top without an error. A stray one is deleted again, which throws; one that stays is reported as trouble.
 */
export async function verifyPlacement(parent: Place, folder: Folder): Promise<Placed> {
    try {
        if (await liesIn(parent, folder)) return { parent };
    } catch (trouble) {
        return { parent, trouble };
    }
    const what = `OPA created folder "${folder.name}" (${folder.folderId}) outside ${said(parent)}`;
    const { opa, key } = parent.project;
    const stray = { opa, key: { ...key, folderId: folder.folderId } };
    const failure = await takenBack(stray, folder);
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

/** Deletes a stray folder like any other. If that fails, resolves with the reason. */
async function takenBack(stray: FolderById, { name, mark }: Folder): Promise<string | undefined> {
    try {
        await remove({ ...stray, mark, name: `"${name}" (${stray.key.folderId})` }, undefined);
        return undefined;
    } catch (failure) {
        return messageOf(failure);
    }
}
