import { z } from "zod";
import { warn } from "../../../http/output/say";
import type { Mistake } from "../../../lifecycle/declared/mistake";
import { appCandidatesKey, type Properties } from "../../../lifecycle/declared/plain";
import { holdsUnknown, unknownValue } from "../../../lifecycle/declared/unknown";

/** An app that a mapping may push to. */
export interface AppCandidate {
    readonly id: string;
    /** As the Admin Console shows it. */
    readonly label: string;
}

const candidatesSchema = z.array(z.object({ id: z.string(), label: z.string() }));

/** What is declared, once it is clear which app is meant. */
interface AppChosen {
    readonly declared: Properties;
    readonly mistakes: readonly Mistake[];
}

/**
 * Chooses the app of a mapping that declares candidates instead of an `appId`: the app that state has, whatever the candidates
 * are now, because only a declared `appId` moves a push; for a new mapping the only candidate. The candidates are no part of what
 * is declared; an `appId` beside them is a guess.
 *
 * @param olds The inputs that state has.
 */
export function chooseApp(news: Properties, olds: Properties): AppChosen {
    const { [appCandidatesKey]: appCandidates, ...declared } = news;
    if ((appCandidates ?? undefined) === undefined) return { declared, mistakes: [] };
    const pinned = olds["appId"];
    if (holdsUnknown(appCandidates)) {
        return { declared: { ...declared, appId: pinned ?? unknownValue }, mistakes: [] };
    }
    const candidates = candidatesSchema.parse(appCandidates);
    if (typeof pinned === "string") {
        if (!candidates.some(({ id }) => id === pinned)) sayOnce(staysIn(pinned, candidates));
        return { declared: { ...declared, appId: pinned }, mistakes: [] };
    }
    const [only, ...more] = candidates;
    if (only && more.length === 0) return { declared: { ...declared, appId: only.id }, mistakes: [] };
    // A value that is not known yet passes the check, so that the one mistake is not reported twice.
    return {
        declared: { ...declared, appId: unknownValue },
        mistakes: [{ property: "appId", reason: noOne(candidates) }],
    };
}

function noOne(candidates: readonly AppCandidate[]): string {
    return candidates.length === 0
        ? "is not declared, and the org has no active app that it could be. Add or activate one."
        : `is not declared, and the org has more than one active app that it could be: ${inWords(candidates)}. Declare the appId of one.`;
}

function staysIn(pinned: string, candidates: readonly AppCandidate[]): string {
    const others =
        candidates.length === 0
            ? "no active app of this kind"
            : `${inWords(candidates)} instead of it among its active apps`;
    return (
        `Groups stay pushed to app ${pinned}, as in state, although the org now has ${others}. ` +
        "To push them to another app, declare its appId: nothing else moves a push."
    );
}

const inWords = (candidates: readonly AppCandidate[]): string =>
    candidates.map(({ id, label }) => `"${label}" (${id})`).join(", ");

const said = new Set<string>();

/** Says it once in this process, however many mappings it is true of. */
function sayOnce(text: string): void {
    if (said.has(text)) return;
    said.add(text);
    warn(text);
}
