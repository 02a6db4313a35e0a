import type { Drift } from "../../resources/drift/document";
import { type PlannedObject, planHash } from "../../resources/drift/planned-rights";
import { type Caused, causedInWords, notApproved } from "../../resources/review/approval/caused";

/** What a job has found between the approval and the run. */
export interface Found {
    readonly approved: Caused;
    /** What the change causes now, with a snapshot that was just taken. */
    readonly now: Caused;
    /** The teams whose declaration the change alters. */
    readonly changed: ReadonlySet<string>;
    /** The teams whose declaration in state is of no commit. */
    readonly outside: ReadonlySet<string>;
    /** What the run would do by state alone. */
    readonly planned: readonly PlannedObject[];
    /** What it would do if it set right everything that hands have changed. */
    readonly restoring: readonly PlannedObject[];
    readonly drift: Drift;
    /** Why the plan by state alone is not whole, but for teams that stay as they are. */
    readonly failures: readonly string[];
    /** The freezes that the program would refuse this for. */
    readonly frozen: readonly string[];
    /** The objects, by URN, that the engine has looked at. */
    readonly seen: ReadonlySet<string>;
    /** Why not everything was looked at. */
    readonly unlooked: readonly string[];
    /** The hash of what somebody has approved that the engine does, beyond the page. */
    readonly planApproved: string | undefined;
}

/** Whether to go on. */
export type Judgement =
    | { readonly go: true; readonly isRestoring: boolean }
    | { readonly go: false; readonly why: "refused" | "not-known" | "frozen"; readonly reasons: readonly string[] };

const anew =
    "Run the pipeline anew for the latest commit of the main branch: it shows the page as it is now. Approve that.";

/**
 * Goes on only if everything that the run causes was approved: by the rows of the page, or else as exactly what the engine would do.
 * What hands have changed and the run does not touch stays as it is, and does not stop it.
 */
export function judge(found: Found): Judgement {
    const { planApproved, restoring } = found;
    const stopped = stoppedBy(found);
    if (stopped) return stopped;
    const rows = notInPage(found);
    const hash = planHash(restoring);
    if (planApproved !== undefined && planApproved !== hash) {
        const changed = [
            `Approved is ${planApproved}, but now the engine would do this:`,
            ...restoring.flatMap(inWords),
        ];
        return refused([...rows, ...changed, wayOn(hash)]);
    }
    if (rows.length > 0) return refused(rows);
    const isRestoring = planApproved !== undefined;
    const others = isRestoring ? [] : beyondPage(found);
    return others.length > 0 ? refused([...others, wayOn(hash)]) : { go: true, isRestoring };
}

/** Why not to go on, whatever was approved. */
function stoppedBy({ failures, frozen, planned, seen, unlooked, planApproved }: Found): Judgement | undefined {
    if (failures.length > 0) return notKnown(failures);
    if (frozen.length > 0) return { go: false, why: "frozen", reasons: [...frozen, thaw] };
    const blind = planned.filter((one) => isLookedAt(one) && !seen.has(one.urn));
    if (blind.length > 0) {
        const reasons = blind.map(({ name }) => `It could not be looked at "${name}", which the run would change.`);
        return notKnown([...reasons, ...unlooked, wayToLook]);
    }
    return planApproved !== undefined && unlooked.length > 0 ? notKnown([...unlooked, all]) : undefined;
}

/** With --run-program the engine looks at nothing that goes (run, 3.259.0). The providers look before they delete. */
export const isLookedAt = ({ op }: PlannedObject): boolean => op !== "create" && op !== "delete";

const notKnown = (reasons: readonly string[]): Judgement => ({ go: false, why: "not-known", reasons });

const thaw = "Run this job again when the freeze is over, or end it where it is declared, in a change of its own.";

const wayToLook =
    "Correct what could not be looked at, and run this job again. If the change renames a team (`previously`), the engine cannot tell what a hand has " +
    "changed: take the rename out, apply the rest, and rename in a change of its own.";

const all = "A run that sets everything right must look at everything. Correct this, or leave `plan` empty.";

const refused = (reasons: readonly string[]): Judgement => ({ go: false, why: "refused", reasons });

/** The rows that the run causes and nobody has approved, with what to do; none: nothing. */
export function notInPage({ now, approved }: Pick<Found, "now" | "approved">): readonly string[] {
    const lines = causedInWords(notApproved(now, approved));
    return lines.length === 0 ? [] : ["The change causes what nobody has approved:", ...lines.map(indented), anew];
}

/** What the run would do that the rows of the page cannot have told. */
function beyondPage({ planned, restoring, drift, changed, outside }: Found): readonly string[] {
    const drifted = new Set(drift.objects.map(({ urn }) => urn));
    // By state alone nothing is given back: state does not know what a hand took away.
    const touched = planned
        .filter(({ urn }) => drifted.has(urn))
        .map((one) => restoring.find(({ urn }) => urn === one.urn) ?? one);
    const foreign = planned.filter((one) => !drifted.has(one.urn) && isUnforeseen(one, changed, outside));
    return [
        ...(touched.length > 0
            ? [
                  "Somebody changed by hand what this run would change too, so it would undo that:",
                  ...touched.flatMap(inWords),
              ]
            : []),
        ...(foreign.length > 0
            ? [
                  "The run would change the access of teams of which the change says nothing:",
                  ...foreign.flatMap(inWords),
              ]
            : []),
    ];
}

/** Objects of no team, such as a group that several name, follow the teams that name them. */
function isUnforeseen(
    { team, gains, losses, isKnown }: PlannedObject,
    changed: ReadonlySet<string>,
    outside: ReadonlySet<string>,
): boolean {
    if (isKnown && gains.length + losses.length === 0) return false;
    return team === null ? changed.size === 0 : outside.has(team) || !changed.has(team);
}

/** What the engine would do with an object. */
function inWords({ name, op, gains, losses, isKnown }: PlannedObject): string[] {
    const lines = [
        ...gains.map(({ who, what, where }) => `gives "${who}" ${what} in "${where}"`),
        ...losses.map(({ who, what, where }) => `takes from "${who}" ${what} in "${where}"`),
        ...(isKnown ? [] : ["whom it gives what is known only then"]),
    ];
    return [`${name}: ${op}`, ...lines.map(indented)].map(indented);
}

const indented = (line: string): string => `  ${line}`;

function wayOn(hash: string): string {
    return (
        "Either declare it as it is now, in a change of its own; or look at each line, run the pipeline by hand with " +
        `plan = ${hash}, and approve that run: it goes on only if the engine would still do exactly this, and sets everything ` +
        "right as it is declared."
    );
}
