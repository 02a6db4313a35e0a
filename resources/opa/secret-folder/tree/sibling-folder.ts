import { type Mark, resourceSaid } from "../../../lifecycle/run/owner-mark";
import { isSibling } from "../../../lifecycle/run/take-over";
import { type Patience, waitUntil } from "../../../lifecycle/waiting/wait-until";
import { getFolder } from "../wire/calls";
import { itemsAt, type Place } from "./tree";

/**
 * Waits for a name at a place to become free, and tells whether it did: a folder that another resource of this stack manages may
 * be renamed by the same run. False at once for anybody else's folder.
 */
export async function becomesFree(
    parent: Place,
    name: string,
    own: Mark | undefined,
    patience: Patience,
): Promise<boolean> {
    const item = (await itemsAt(parent)).find((one) => one.name === name);
    if (!item) return true;
    const { opa, key } = parent.project;
    const mark = item.isFolder ? (await getFolder(opa, { ...key, folderId: item.id }))?.mark : undefined;
    if (!isSibling(mark, own)) return false;
    const isFree = async () => (await itemsAt(parent)).every((one) => one.name !== name) || undefined;
    const what = `${resourceSaid(mark.owner, own)} to give up the name of folder "${name}"`;
    return (await waitUntil(what, isFree, patience)) === true;
}
