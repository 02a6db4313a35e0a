import { say } from "../../../http/output/say";
import { markIn, type OwnMark } from "../../../lifecycle/run/owner-mark";
import { adoptedMark, isOwn, whoseIs } from "../../../lifecycle/run/take-over";
import type { Patience } from "../../../lifecycle/waiting/wait-until";
import { liveOf } from "../declared/effects";
import type { Declared } from "../declared/schema";
import { contentsOf, counts } from "../tree/contents";
import { folderInTheWay, folderNamed } from "../tree/folder-by-name";
import { becomesFree } from "../tree/sibling-folder";
import { below, type Place, said } from "../tree/tree";
import { getFolder } from "../wire/calls";
import type { Folder } from "../wire/wire";
import { make } from "./make";
import { notTaken } from "./name-taken";
import { verifyPlacement } from "./placement";

/** The declared folder as it exists now, finished or not. */
export interface Established {
    /** As it was just seen. */
    readonly live: Folder;
    /** Where it is, whatever was declared. */
    readonly parent: Place;
    /** What it is to be marked with. */
    readonly mark: OwnMark | undefined;
    /** When it was adopted; absent when it was created. */
    readonly adoptedAt?: string;
    /** Why it is not as it should be. */
    readonly trouble?: unknown;
    /** Whether it was there, and is what is declared in everything. */
    readonly isAsItIs?: boolean;
}

/**
 * Finds the declared folder or creates it. An empty one that is marked as this resource's own is taken over: an interrupted run
 * left it. Any other one of that name is an error unless adoption is declared: it may be somebody's, and its contents would
 * become available to others.
 */
export async function establish(parent: Place, declared: Declared, patience: Patience): Promise<Established> {
    for (const look of [folderInTheWay, folderNamed]) {
        const existing = await takenOver(parent, declared, patience, look);
        if (existing) return existing;
        const mark = markIn(declared);
        const folder = await make(parent, { ...liveOf(declared), mark }, patience);
        if (folder) return { live: folder, mark, ...(await verifyPlacement(parent, folder)) };
    }
    const { path } = below(parent, { id: "", name: declared.name });
    throw new Error(
        `Secret folder "${path}" existed a moment ago and is gone from ${said(parent)}. Run the same command again.`,
    );
}

/** Undefined when there is no folder of the declared name. */
async function takenOver(
    parent: Place,
    declared: Declared,
    patience: Patience,
    look: typeof folderNamed,
): Promise<Established | undefined> {
    const item = await look(parent, declared.name);
    if (!item) return undefined;
    const place = below(parent, item);
    const { path } = place;
    const { opa, key: project } = parent.project;
    const key = { ...project, folderId: item.id };
    const contents = await contentsOf(place);
    const folder = await getFolder(opa, key);
    if (!folder) {
        throw new Error(
            `Secret folder "${path}" already exists (${item.id}), but this service user is not allowed to open it. ` +
                "Give its group the privilege list there by a security policy, or declare another name.",
        );
    }
    const own = markIn(declared);
    if (isOwn(folder.mark, own) && contents.paths.length === 0) {
        say(`Took over secret folder ${path} (${item.id}), which an earlier run of this resource made.`);
        return { live: folder, parent, mark: own };
    }
    if (declared.onExisting === "fail" && (await becomesFree(parent, declared.name, own, patience))) return undefined;
    if (declared.onExisting === "fail") throw new Error(notTaken(path, folder, contents, own));
    say(
        `Adopted the existing secret folder ${path} (${item.id}), which contains ${counts(contents)}. It ${whoseIs(folder.mark, own).said}.`,
    );
    const mark = adoptedMark(own, folder.mark);
    return { live: folder, parent, mark, adoptedAt: new Date().toISOString() };
}
