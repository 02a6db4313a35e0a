import { type Moment, msSince, now } from "../../../http/time/clock";
import type { Properties } from "../../../lifecycle/declared/plain";
import { unlessRefused } from "../../../lifecycle/not-found";
import { perConnection } from "../../../lifecycle/shared/per-connection";
import type { OpaConnection } from "../../connection/connect";
import { isAsKept, type LiveFolder } from "../declared/effects";
import { type Listed, type Place, placeAbove, recentFirst, recentlyListed } from "../tree/tree";
import { getFolder, recentMs } from "../wire/calls";
import type { Remembered } from "./state";

/** A folder as it is, and where. */
interface Seen {
    readonly live: LiveFolder;
    readonly parent: Place;
}

/**
 * The folder as it is, or was some seconds ago; undefined on 404, which proves nothing. For a refresh: hundreds of folders at
 * one place are served by the listing of that place, the first one there is read by itself. A listing only confirms what
 * state has. What differs, is not listed, or is listed without its description is read by itself, too.
 */
export async function seen(folder: Remembered, kept: Properties): Promise<Seen | undefined> {
    const { opa, key } = folder;
    if (!isFirstLook(opa, folder.ancestorIds?.at(-1) ?? key.projectId)) {
        const listed = await unlessRefused(() => recentlyListed(folder));
        if (listed && confirms(listed, folder, kept)) return { live: listed.item, parent: listed.parent };
    }
    const live = await getFolder(opa, key);
    return live && { live, parent: await placeAbove(folder, live, recentFirst) };
}

function confirms({ item }: Listed, { key }: Remembered, kept: Properties): boolean {
    const isThere = item.isFolder && item.isDescribed && (item.projectId ?? key.projectId) === key.projectId;
    return isThere && isAsKept(item, kept);
}

/** When a folder at each place was last looked at. */
const looks = perConnection((_opa: OpaConnection, _parentId: string): { last?: Moment } => ({}));

/** Whether nobody has looked at a folder at that place for as long as a listing of it would serve. */
function isFirstLook(opa: OpaConnection, parentId: string): boolean {
    const look = looks(opa, parentId);
    const isFirst = !look.last || msSince(look.last) >= recentMs;
    look.last = now();
    return isFirst;
}
