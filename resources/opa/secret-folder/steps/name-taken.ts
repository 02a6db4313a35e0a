import { ApiFailure } from "../../../http/failure/api-failure";
import type { Mistake } from "../../../lifecycle/declared/mistake";
import { nameTakenKey, type Properties } from "../../../lifecycle/declared/plain";
import { holdsUnknown } from "../../../lifecycle/declared/unknown";
import type { Mark } from "../../../lifecycle/run/owner-mark";
import { isSibling, whoseIs } from "../../../lifecycle/run/take-over";
import { type Contents, contentsOf, counts } from "../tree/contents";
import { secretInTheWay } from "../tree/folder-by-name";
import { below, type Place, recentItemsAt } from "../tree/tree";
import { getFolder } from "../wire/calls";
import type { Folder } from "../wire/wire";

/** Why an existing folder is not taken for the declared one, and how to go on. */
export function notTaken(path: string, folder: Folder, contents: Contents, own: Mark | undefined): string {
    const { said: whose, fix } = whoseIs(folder.mark, own);
    return (
        `Secret folder "${path}" already exists (${folder.folderId}), contains ${counts(contents)}, has the description ` +
        `${JSON.stringify(folder.description)}, and ${whose}. ${fix}${adopting(folder, contents, own)}`
    );
}

/** Advises to adopt, but not another team's folder: its secrets would be opened to this team. */
function adopting({ mark }: Folder, contents: Contents, own: Mark | undefined): string {
    if (isSibling(mark, own)) return "Else declare another name.";
    const opened = contents.paths.length > 0 ? ", which are then open to whom policies here let in" : "";
    return `Declare onExisting: "adopt" to adopt it with its contents${opened}, or declare another name.`;
}

/**
 * What already has the name, at a place, that a new folder is to get, so that a plan reports it. Undefined where nothing has it,
 * where that cannot be seen, where an earlier run of the same resource made it, and where `mayLetGo` says of the folder's owner
 * that it may get another name in the same run.
 */
export async function folderNameTaken(
    parent: Place,
    name: string,
    own: Mark | undefined,
    mayLetGo: (owner: string) => boolean,
): Promise<string | undefined> {
    try {
        const item = (await recentItemsAt(parent)).find((one) => one.name === name);
        if (!item) return undefined;
        const place = below(parent, item);
        if (!item.isFolder) return secretInTheWay(place.path);
        const { opa, key } = parent.project;
        const folder = await getFolder(opa, { ...key, folderId: item.id });
        if (!folder || (folder.mark && folder.mark.owner === own?.owner)) return undefined;
        if (isSibling(folder.mark, own) && mayLetGo(folder.mark.owner)) return undefined;
        // Where it cannot be seen in full, the creation says what is missing.
        const contents = await contentsOf(place).catch(() => undefined);
        return contents && notTaken(place.path, folder, contents, own);
    } catch (failure) {
        if (failure instanceof ApiFailure) return undefined;
        throw failure;
    }
}

/** The declaration without what is meant for the check alone. */
export function withoutNameTaken(news: Properties): Properties {
    const { [nameTakenKey]: _nameTaken, ...declared } = news;
    return declared;
}

/** Refuses to let a component make a folder where something has its name. A folder that state knows is there already. */
export function nameTakenMistakes(news: Properties, olds: Properties): readonly Mistake[] {
    const reason = news[nameTakenKey];
    if (typeof reason !== "string" || holdsUnknown(reason) || Object.keys(olds).length > 0) return [];
    return [{ property: "", reason }];
}
