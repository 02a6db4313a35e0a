import { type Moment, msSince, now } from "../../../http/time/clock";
import { unlessRefused } from "../../../lifecycle/not-found";
import { perConnection } from "../../../lifecycle/shared/per-connection";
import type { OpaConnection } from "../../connection/connect";
import { recentMs } from "../wire/calls";
import { type FolderById, recentlyListed } from "./tree";

/**
 * The folder as the listing of its remembered place shows it. All folders there share that listing, which is some seconds old at
 * most. Undefined for a folder that must be read by itself: the first one of each place, one that is not listed, and one that is
 * listed without its description.
 */
export async function listedFolder(folder: FolderById): ReturnType<typeof recentlyListed> {
    const { opa, key, ancestorIds } = folder;
    if (isFirstLook(opa, ancestorIds?.at(-1) ?? key.projectId)) return undefined;
    const listed = await unlessRefused(() => recentlyListed(folder));
    if (!listed?.item.isFolder || !listed.item.isDescribed) return undefined;
    return (listed.item.projectId ?? key.projectId) === key.projectId ? listed : undefined;
}

/** When a folder at each place was last looked at. */
const looks = perConnection((_opa: OpaConnection, _parentId: string): { last?: Moment } => ({}));

/** Whether nobody has looked at a folder in that place for as long as a listing of it stays fresh. */
function isFirstLook(opa: OpaConnection, parentId: string): boolean {
    const look = looks(opa, parentId);
    const isFirst = !look.last || msSince(look.last) >= recentMs;
    look.last = now();
    return isFirst;
}
