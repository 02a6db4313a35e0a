import { messageOf } from "../../lifecycle/unfinished";
import type { OpaConnection } from "../connection";
import type { ProjectKey } from "../project";
import { deleteFolder, listItems } from "./calls";
import { itemsAt, type Place, placeAbove, said } from "./tree";
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
export async function placed(opa: OpaConnection, project: ProjectKey, parent: Place, folder: Folder): Promise<Placed> {
    try {
        if (await liesIn(opa, project, parent, folder)) return { parent };
    } catch (trouble) {
        return { parent, trouble };
    }
    const what = `OPA made folder "${folder.name}" (${folder.folderId}) elsewhere than in ${said(parent)}`;
    const failure = await takenBack(opa, project, folder);
    if (!failure)
        throw new Error(`${what}, so it was taken back. Check that the parent is a folder of the same project.`);
    const actual = await placeAbove(opa, { ...project, folderId: folder.folderId }, folder, undefined).catch(
        () => parent,
    );
    const trouble = new Error(`${what}, and it could not be taken back. ${failure} Delete it by hand, then refresh.`);
    return { parent: actual, trouble };
}

async function liesIn(opa: OpaConnection, project: ProjectKey, parent: Place, folder: Folder): Promise<boolean> {
    if (folder.above?.length && folder.above.at(-1)?.id === parent.folderIds.at(-1)) return true;
    const item = (await itemsAt(opa, project, parent)).find(({ id }) => id === folder.folderId);
    return item !== undefined && (item.projectId ?? project.projectId) === project.projectId;
}

/** Why it could not be; undefined when it was. */
async function takenBack(opa: OpaConnection, project: ProjectKey, { folderId }: Folder): Promise<string | undefined> {
    const key = { ...project, folderId };
    try {
        if ((await listItems(opa, key)).length > 0) return "Somebody has put something into it.";
        await deleteFolder(opa, key);
        return undefined;
    } catch (failure) {
        return messageOf(failure);
    }
}
