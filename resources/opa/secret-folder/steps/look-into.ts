import { earliest, type Moment } from "../../../http/time/clock";
import { isAnothers, type Mark } from "../../../lifecycle/run/owner-mark";
import { type Contents, contentsOf } from "../tree/contents";
import { listedFolder } from "../tree/listed-folder";
import { privilegeMissing } from "../tree/missing-right";
import { below, type Place, placeAbove } from "../tree/tree";
import { getFolder } from "../wire/calls";
import { isProvenGone } from "./gone";
import type { Remembered } from "./state";

/** A folder and all that is in it. */
export interface Seen {
    readonly path: string;
    readonly contents: Contents;
}

/** A folder that another resource has adopted: it stays, whatever becomes of this one. */
interface OfAnother {
    readonly managedBy: Mark;
}

/** Undefined when the folder is proven gone. */
export type Looked = Seen | OfAnother | undefined;

/** Looks at a folder and at all that is in it. Throws when that cannot be seen. */
export async function lookInto(folder: Remembered, isAgain: boolean): Promise<Looked> {
    const { key, name, mark } = folder;
    const there = await find(folder, isAgain);
    if (there?.mark && isAnothers(there.mark, mark)) return { managedBy: there.mark };
    if (there) {
        const place = below(await there.parent(), { id: key.folderId, name: there.name });
        const contents = await contentsOf(place);
        return { path: place.path, contents: { ...contents, seenAt: earliest([...there.seenAt, contents.seenAt]) } };
    }
    if (await isProvenGone(folder)) return undefined;
    throw new Error(privilegeMissing(name, "open", "list"));
}

/** A folder that is there, before it is looked into. */
interface There {
    readonly name: string;
    readonly mark: Mark | undefined;
    readonly parent: () => Promise<Place>;
    /** When the listings that show it were requested; empty if it was read by itself. */
    readonly seenAt: readonly Moment[];
}

/** Undefined on 404. A look that is repeated rests on no earlier listing: that would leave less time for the deletion. */
async function find(folder: Remembered, isAgain: boolean): Promise<There | undefined> {
    const listed = isAgain ? undefined : await listedFolder(folder);
    if (listed) {
        const { item, parent, seenAt } = listed;
        return { name: item.name, mark: item.mark, parent: async () => parent, seenAt: [seenAt] };
    }
    const live = await getFolder(folder.opa, folder.key);
    return live && { name: live.name, mark: live.mark, parent: () => placeAbove(folder, live), seenAt: [] };
}
