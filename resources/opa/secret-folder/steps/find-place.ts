import { say } from "../../../http/output/say";
import type { Patience } from "../../../lifecycle/waiting/wait-until";
import { bareFolder } from "../declared/effects";
import { folderIdIn } from "../declared/schema";
import { firstTen } from "../tree/contents";
import { folderNamed } from "../tree/folder-by-name";
import {
    below,
    findAt,
    type Place,
    type Project,
    placeAbove,
    recentFirst,
    recentItemsAt,
    said,
    topOf,
} from "../tree/tree";
import { recentFolder } from "../wire/calls";
import type { Item } from "../wire/wire";
import { make } from "./make";
import { verifyPlacement } from "./placement";

/** What to do about a folder that is missing on the way. */
export interface Missing {
    /** Create it, waiting this long for the right to; without it a missing folder is an error. */
    readonly making?: Patience | undefined;
    /** What the error says to do. */
    readonly remedy: string;
}

/**
 * The place of a path such as "teams/payments", or of a folder's id or resource id. Throws an error
 * that names what is missing on the way, unless that is to be created.
 */
export async function placeOf(
    project: Project,
    pathOrId: string | undefined,
    { making, remedy }: Missing,
): Promise<Place> {
    if (pathOrId === undefined) return topOf(project);
    const folderId = folderIdIn(pathOrId);
    if (folderId) return placeOfId(project, pathOrId, folderId);
    let place = topOf(project);
    for (const name of pathOrId.split("/")) {
        const found = await findAt(place, (items) => items.find((item) => item.isFolder && item.name === name));
        if (!found && !making) {
            throw new Error(missingFolder(pathOrId, place, name, await recentItemsAt(place), remedy));
        }
        place = below(place, found ?? (await makeMissing(place, name, making as Patience)));
    }
    return place;
}

/** A folder on the way, created now or by somebody else at the same moment. No resource manages it. */
async function makeMissing(parent: Place, name: string, patience: Patience) {
    const existing = await folderNamed(parent, name);
    if (existing) return existing;
    const folder = await make(parent, bareFolder(name), patience);
    if (folder) {
        const { trouble } = await verifyPlacement(parent, folder);
        if (trouble) throw trouble;
        say(`Created the missing folder ${below(parent, { id: folder.folderId, name }).path}.`);
        return { id: folder.folderId, name };
    }
    const now = await folderNamed(parent, name);
    if (now) return now;
    throw new Error(
        `Folder "${name}" in ${said(parent)} was created and deleted again by somebody else. Run the same command again.`,
    );
}

function missingFolder(path: string, place: Place, name: string, items: readonly Item[], remedy: string): string {
    if (items.some((item) => item.name === name)) {
        return `There is no folder "${path}": "${name}" is a secret. Declare another folder, or rename the secret.`;
    }
    const where = place.path ? `folder "${place.path}"` : "the project";
    const names = items.filter((item) => item.isFolder).map((item) => `"${item.name}"`);
    const what = names.length > 0 ? `only the folders ${firstTen(names)}` : "no folders";
    return `There is no folder "${path}": this service user sees ${what} in ${where}. ${remedy}`;
}

async function placeOfId({ opa, key }: Project, pathOrId: string, folderId: string): Promise<Place> {
    const sought = { opa, key: { ...key, folderId } };
    const top = topOf(sought);
    const [resourceGroupId, projectId] = pathOrId.split("/");
    const isElsewhere = projectId && (projectId !== key.projectId || resourceGroupId !== key.resourceGroupId);
    const root = isElsewhere ? undefined : (await recentItemsAt(top)).find(({ id }) => id === folderId);
    if (root) return below(top, root);
    const folder = isElsewhere ? undefined : await recentFolder(opa, sought.key);
    if (!folder) {
        const why = isElsewhere
            ? "Its resource id names another project."
            : "Declare its path; or its own id, if this is not its id but its name.";
        throw new Error(`This service user sees no folder with the id ${folderId} in this project. ${why}`);
    }
    const place = below(await placeAbove(sought, folder, recentFirst), { id: folderId, name: folder.name });
    if (await findAt(top, (items) => items.find(({ id }) => id === place.folderIds[0]))) return place;
    throw new Error(
        `Folder "${place.path}" (${folderId}) is not below any top-level folder of this project that this service user ` +
            "sees. Declare a folder of this project.",
    );
}
