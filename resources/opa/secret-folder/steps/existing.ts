import { say } from "../../../http/output/say";
import { unlessRefused } from "../../../lifecycle/not-found";
import { isMadeByOwn, noSuch, requireAsItIs } from "../../../lifecycle/run/existing";
import { markIn } from "../../../lifecycle/run/owner-mark";
import { adoptedMark } from "../../../lifecycle/run/take-over";
import { isSameLive, liveOf } from "../declared/effects";
import type { Declared } from "../declared/schema";
import { below, type FolderById, type Place, placeAbove, recentFirst, recentItemsAt, said } from "../tree/tree";
import { getFolder } from "../wire/calls";
import type { Folder } from "../wire/wire";
import type { Established } from "./create";

/** A folder that is to be taken over as it is, where it is. */
export interface Existing {
    readonly live: Folder;
    readonly parent: Place;
}

/** The folder of this id, as it was some seconds ago at most: for a plan. Throws as `existing` does. */
export async function existingLately(meant: Place, declared: Declared, folderId: string): Promise<Existing> {
    const listed = await unlessRefused(() => recentItemsAt(meant));
    const item = listed?.find(({ id, isFolder }) => id === folderId && isFolder);
    if (!item?.isDescribed) return existing(meant, declared, folderId);
    const { name, description, mark } = item;
    return proven({ live: { folderId, name, description, mark, above: undefined }, parent: meant }, meant, declared);
}

/**
 * The folder of this id, and no other one of its name. Throws unless it is in the declared place, is what is declared and
 * belongs to nobody else. If adoption is declared, it may differ, and may belong to anybody.
 */
async function existing(meant: Place, declared: Declared, folderId: string): Promise<Existing> {
    const { opa, key } = meant.project;
    const sought: FolderById = { opa, key: { ...key, folderId } };
    const live = await getFolder(opa, sought.key);
    if (!live) throw new Error(noSuch(`secret folder ${folderId}`, ` in project ${key.projectId}`));
    return proven({ live, parent: await placeAbove(sought, live, recentFirst) }, meant, declared);
}

function proven(found: Existing, meant: Place, declared: Declared): Existing {
    const { live, parent } = found;
    const what = `Secret folder "${below(parent, { id: live.folderId, name: live.name }).path}" (${live.folderId})`;
    if (parent.folderIds.at(-1) !== meant.folderIds.at(-1)) {
        throw new Error(
            `${what} is in ${said(parent)}, declared in ${said(meant)}, and OPA cannot move it. Declare where it is.`,
        );
    }
    const wanted = liveOf(declared);
    const differences = Object.entries(wanted).flatMap(([property, value]) => {
        const there = liveOf(live)[property as keyof typeof wanted];
        return there === value
            ? []
            : [`the ${property} is ${JSON.stringify(there)}, declared ${JSON.stringify(value)}`];
    });
    requireAsItIs({ what, live: live.mark, own: markIn(declared), onExisting: declared.onExisting, differences });
    return found;
}

/** Takes over the folder of this id, whatever it holds: the id leaves no doubt which folder is meant. */
export async function takeOver(meant: Place, declared: Declared, folderId: string): Promise<Established> {
    const { live, parent } = await existing(meant, declared, folderId);
    const own = markIn(declared);
    const what = `secret folder ${below(parent, { id: folderId, name: live.name }).path} (${folderId})`;
    const isAsItIs = isSameLive(live, declared) && (live.mark === undefined || live.mark.owner === own?.owner);
    say(isAsItIs ? `Took over ${what} as it is.` : `Adopted the existing ${what}.`);
    if (isMadeByOwn(live.mark, own)) return { live, parent, mark: own, isAsItIs };
    return { live, parent, mark: adoptedMark(own, live.mark), adoptedAt: new Date().toISOString(), isAsItIs };
}
