import type { OpaContext } from "./context";
import { refused } from "./errors";

interface Place {
    readonly parentId: string | null;
    readonly projectId: string;
}

/**
 * Throws the API's error when a folder or secret there has the name already. Folders and secrets share one namespace
 * (docs/contracts/opa-api.md 2.5).
 */
export function requireFreeName(context: OpaContext, place: Place, name: string, exceptId?: string): void {
    requireNone(context, [...context.world.store.itemsAt(place)], name, exceptId);
}

/**
 * The same for a folder's name. Whether it is unique in its parent or in the whole project is not known
 * (docs/contracts/opa-api.md 2.5).
 */
export function requireFreeFolderName(context: OpaContext, place: Place, name: string, exceptId?: string): void {
    requireFreeName(context, place, name, exceptId);
    const { store, settings } = context.world;
    if (settings.folderNameScope === "parent") return;
    const folders = [...store.folders.values()].filter(({ projectId }) => projectId === place.projectId);
    requireNone(context, folders, name, exceptId);
}

function requireNone(
    { world: { settings } }: OpaContext,
    items: readonly { readonly id: string; readonly name: string }[],
    name: string,
    exceptId: string | undefined,
): void {
    const key = (text: string) => (settings.folderNameCase === "same" ? text.toLowerCase() : text);
    if (items.every((item) => item.id === exceptId || key(item.name) !== key(name))) return;
    throw refused(settings, 409, "secrets or folders that are in the same folder may not have the same name");
}
