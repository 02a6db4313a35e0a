import { ApiFailure } from "../../../http/failure/api-failure";
import { isOver, isSameMark, type Mark, markFor, withMark } from "../../../lifecycle/run/owner-mark";
import type { Patience } from "../../../lifecycle/waiting/wait-until";
import { isSameLive, type LiveFolder, liveOf } from "../declared/effects";
import type { Declared } from "../declared/schema";
import { whatIsInTheWay } from "../tree/folder-by-name";
import { privilegeMissing } from "../tree/missing-right";
import { becomesFree } from "../tree/sibling-folder";
import { type Place, placeAbove } from "../tree/tree";
import { getFolder, updateFolder } from "../wire/calls";
import type { Folder, SentFolder } from "../wire/wire";
import { isProvenGone } from "./gone";
import type { Remembered } from "./state";

/** A folder, and where it is. */
interface Located {
    readonly parent: Place;
    readonly live: Folder;
}

/**
 * Sends what differs, and nothing when nothing does. A missing mark is sent along with other changes.
 *
 * @param just The folder as it was just seen, with its place. When it is whole and as wanted, it is not read again.
 */
export async function converge(
    folder: Remembered,
    declared: Declared,
    patience: Patience,
    just?: Located,
): Promise<Located> {
    if (just && isWhole(just.live, wantedFor(folder, declared, just.live))) return just;
    const live = await open(folder);
    const parent = just?.parent ?? (await placeAbove(folder, live));
    const wanted = wantedFor(folder, declared, live);
    if (isAsWanted(live, wanted)) return { parent, live };
    const description = withMark(wanted.description, wanted.mark);
    let now = live;
    // Whether null clears a description, an empty text, or both is unconfirmed.
    for (const words of description ? [description] : [null, ""]) {
        await change(folder, { ...liveOf(wanted), description: words }, parent, patience);
        now = await open(folder);
        if (isAsWanted(now, wanted)) return { parent, live: now };
    }
    throw new Error(notApplied(folder, now, wanted));
}

const wantedFor = ({ mark }: Remembered, declared: Declared, live: Folder): Wanted => ({
    ...liveOf(declared),
    mark: markFor(mark, live.mark),
    over: isOver(mark, live.mark) ? live.mark : undefined,
});

interface Wanted extends LiveFolder {
    readonly mark: Mark | undefined;
    /** What it may not be marked with any more. */
    readonly over: Mark | undefined;
}

const isAsWanted = (live: Folder, wanted: Wanted): boolean =>
    isSameLive(live, wanted) && !(wanted.over && isSameMark(live.mark, wanted.over));

/** If an answer leaves out the description, the mark is missing as well, which shows it. */
const isWhole = (live: Folder, wanted: Wanted): boolean =>
    isAsWanted(live, wanted) && wanted.mark !== undefined && isSameMark(live.mark, wanted.mark);

function notApplied(folder: Remembered, now: Folder, wanted: Wanted): string {
    const whole = withMark(wanted.description, wanted.mark);
    const sent = Object.entries({ ...liveOf(wanted), description: whole });
    const fix = whole.startsWith(withMark(now.description, now.mark))
        ? `OPA seems to cut descriptions off: with the mark of its resource this one has ${whole.length} characters. Declare a shorter one.`
        : "Change it in the OPA console, then run the same command again.";
    return (
        `OPA accepted the change to secret folder ${folder.name} but did not apply it: it does not have ` +
        `${sent.map(([property, value]) => `the ${property} ${JSON.stringify(value)}`).join(" and ")}. ${fix}`
    );
}

async function open(folder: Remembered): Promise<Folder> {
    const { opa, key, name } = folder;
    const live = await getFolder(opa, key);
    if (live) return live;
    if (await isProvenGone(folder)) {
        throw new Error(`Secret folder ${name} is gone. Run \`pulumi refresh\`, then \`pulumi up\` to re-create it.`);
    }
    throw new Error(privilegeMissing(name, "open", "list"));
}

async function change(
    folder: Remembered,
    wanted: SentFolder,
    parent: Place,
    patience: Patience | undefined,
): Promise<void> {
    const { opa, key, name, mark } = folder;
    try {
        await updateFolder(opa, key, wanted);
    } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        // It was opened a moment ago, so 404 means that changing it is not allowed.
        if (failure.kind === "not-found") throw new Error(privilegeMissing(name, "change", "folder_update"));
        if (failure.kind !== "conflict") throw failure;
        if (!patience || !(await becomesFree(parent, wanted.name, mark, patience))) {
            throw new Error(await whatIsInTheWay(parent, wanted.name, failure, mark));
        }
        await change(folder, wanted, parent, undefined);
    }
}
