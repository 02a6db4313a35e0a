import type { OpaContext } from "./context";
import { refused } from "./errors";

/** Throws what the API answers when a folder or secret there has the name. Contracts: both share one set of names. */
export function requireFreeName(
    { world }: OpaContext,
    place: { readonly parentId: string | null; readonly projectId: string },
    name: string,
    exceptId?: string,
): void {
    const { store, settings } = world;
    const key = (text: string) => (settings.folderNameCase === "same" ? text.toLowerCase() : text);
    const isTaken = [...store.itemsAt(place)].some((item) => item.id !== exceptId && key(item.name) === key(name));
    if (isTaken) {
        throw refused(settings, 409, "secrets or folders that are in the same folder may not have the same name");
    }
}
