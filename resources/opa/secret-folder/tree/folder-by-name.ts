import type { ApiFailure } from "../../../http/failure/api-failure";
import type { Mark } from "../../../lifecycle/run/owner-mark";
import { isSibling, siblingHasName, whoseIs } from "../../../lifecycle/run/take-over";
import { getFolder } from "../wire/calls";
import type { Item } from "../wire/wire";
import { below, findAt, firstFolder, itemsAt, type Place, type Project, said } from "./tree";

/** The folder with exactly this name at a place. Throws when a secret has the name: no two items in a place share one. */
export async function folderNamed(parent: Place, name: string): Promise<Item | undefined> {
    return requireFolder(
        parent,
        (await itemsAt(parent)).find((one) => one.name === name),
    );
}

/**
 * The same, for a folder that is about to be made, which OPA refuses while another one has the name. That there is none may have
 * been seen some seconds ago; one that is found is there now.
 */
export async function folderInTheWay(parent: Place, name: string): Promise<Item | undefined> {
    let item: Item | undefined;
    await findAt(parent, (items) => {
        item = items.find((one) => one.name === name);
        return item ? undefined : "free";
    });
    return requireFolder(parent, item);
}

function requireFolder(parent: Place, item: Item | undefined): Item | undefined {
    if (item && !item.isFolder) throw new Error(secretInTheWay(below(parent, item).path));
    return item;
}

/** Why OPA refuses a name as taken. It advises nobody to rename or delete a folder of this stack by hand. */
export async function whatIsInTheWay(
    parent: Place,
    name: string,
    refusal: ApiFailure,
    own: Mark | undefined,
): Promise<string> {
    const items = await itemsAt(parent);
    const taken = items.find((one) => one.name === name) ?? items.find((one) => isSameButCase(one.name, name));
    const { path } = below(parent, { id: "", name });
    if (!taken) {
        const other = await elsewhere(parent, name, own);
        if (other) return `OPA says that the name "${name}" is taken in ${said(parent)}. ${other} ${refusal.message}`;
        return (
            `OPA says that the name "${name}" is taken in ${said(parent)}, but shows nothing with that name to this service ` +
            `user: it may be hidden, or was created or renamed a moment ago. ${refusal.message}`
        );
    }
    if (taken.name === name && !taken.isFolder) return secretInTheWay(path);
    const what = taken.isFolder ? "folder" : "secret";
    const why = taken.name === name ? "" : ", which is the same name to OPA: it ignores case";
    const mark = taken.isFolder ? await markOf(parent.project, taken.id) : undefined;
    const there = `In ${said(parent)} there is already a ${what} named "${taken.name}" (${taken.id})${why}`;
    if (mark)
        return `${there}. It ${whoseIs(mark, own).said}. ${fixFor(mark, own)}Declare another name than "${name}".`;
    return `${there}. Declare another name than "${name}", or rename or delete that ${what} in the OPA console.`;
}

/**
 * Tells of a folder with that name anywhere else: names may be unique in the whole project (docs/contracts/opa-api.md 2.5). It is
 * never adopted. Only a message depends on it, so nothing is said of a project that cannot be searched.
 */
async function elsewhere({ project }: Place, name: string, own: Mark | undefined): Promise<string | undefined> {
    const place = await firstFolder(project, (item) => isSameButCase(item.name, name)).catch(() => undefined);
    if (!place) return undefined;
    const folderId = place.folderIds.at(-1) ?? "";
    const mark = await markOf(project, folderId);
    const there =
        `Nothing there has that name, but elsewhere in the project there is a folder "${place.path}" (${folderId}): OPA may accept a ` +
        "name only once in a project.";
    if (mark) return `${there} It ${whoseIs(mark, own).said}. ${fixFor(mark, own)}Declare another name.`;
    return `${there} Declare another name, or rename that folder.`;
}

/** Only a message depends on it, so a folder that cannot be read has no mark. */
async function markOf({ opa, key }: Project, folderId: string): Promise<Mark | undefined> {
    return (await getFolder(opa, { ...key, folderId }).catch(() => undefined))?.mark;
}

const fixFor = (mark: Mark, own: Mark | undefined): string => (isSibling(mark, own) ? siblingHasName : "");

export const secretInTheWay = (path: string): string =>
    `A secret named "${path}" is in the way: no folder and secret in one place can share a name. Declare another name, or rename the secret.`;

const isSameButCase = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
