import type { Properties } from "../../../lifecycle/declared/plain";
import { isAsKept, type LiveFolder } from "../declared/effects";
import { listedFolder } from "../tree/listed-folder";
import { type Place, placeAbove, recentFirst } from "../tree/tree";
import { getFolder } from "../wire/calls";
import type { Remembered } from "./state";

/** A folder as it is, and where. */
interface Seen {
    readonly live: LiveFolder;
    readonly parent: Place;
}

/**
 * The folder as it is, or was some seconds ago; undefined on 404, which proves nothing. For a refresh: hundreds of folders at
 * one place are served by the listing of that place. A listing only confirms what state has; what differs is read by itself.
 */
export async function readFolder(folder: Remembered, kept: Properties): Promise<Seen | undefined> {
    const listed = await listedFolder(folder);
    if (listed && isAsKept(listed.item, kept)) return { live: listed.item, parent: listed.parent };
    const live = await getFolder(folder.opa, folder.key);
    return live && { live, parent: await placeAbove(folder, live, recentFirst) };
}
