import {
    byUrn,
    type EnginePreview,
    type EngineState,
    type EngineStep,
    failuresIn,
    isOfResource,
    nameIn,
    typeIn,
} from "../../engine/preview";
import { spaceType } from "../../team-secrets-space/memory/record";
import { quoted } from "../page/words";

/** A resource of a program, before and after its next `up`. */
export interface Planned {
    readonly urn: string;
    readonly type: string;
    /** In the program. */
    readonly name: string;
    /** The name of its space; undefined for what belongs to none. */
    readonly team: string | undefined;
    /** Undefined if it does not exist yet. */
    readonly was: EngineState | undefined;
    /** Undefined if it goes. */
    readonly is: EngineState | undefined;
    readonly isReplaced: boolean;
    /** Whether it leaves the stack, but its object stays. */
    readonly isLetGo: boolean;
}

/** Everything that a preview plans, and what it cannot tell, in the form of `notKnown`. */
export interface WholePlan {
    readonly all: readonly Planned[];
    readonly notKnown: readonly string[];
}

/** How a preview must be made so that it can be reviewed. */
const command = "pulumi preview --refresh --run-program --show-sames --json";

/** Reads a preview as a plan. Throws an error with every reason if it is not a whole one. */
export function planIn(preview: EnginePreview): WholePlan {
    const each = [...byUrn(preview.steps)].filter(([, [step]]) => step && isOfResource(step));
    const wrong = [...wholeMistakes(preview), ...each.flatMap(([urn, steps]) => stateMistakes(urn, steps))];
    if (wrong.length > 0) {
        const lines = wrong.map((one) => `  ${one.replaceAll("\n", "\n  ")}`);
        throw new Error(
            ["Nothing can be said of the change, because the preview does not show all of it:", ...lines].join("\n"),
        );
    }
    const all = each.flatMap(([urn, steps]) => plannedOf(urn, steps));
    return { all, notKnown: [...notLookedAt(each), ...withoutPlan(each)] };
}

type OfResource = readonly [urn: string, steps: readonly EngineStep[]];

const making = ["same", "create", "update", "replace", "create-replacement", "import", "import-replacement", "read"];
const replacing = ["replace", "create-replacement", "delete-replaced", "import-replacement"];
const deleting = ["delete", "delete-replaced", "discard", "discard-replaced", "read-discard", "remove-pending-replace"];

const isMaking = ({ op }: EngineStep): boolean => making.includes(op);
const isDeleting = ({ op }: EngineStep): boolean => deleting.includes(op);

/** Why the document as a whole cannot be used. */
function wholeMistakes(preview: EnginePreview): readonly string[] {
    const { steps, changeSummary } = preview;
    const failures = failuresIn(preview);
    if (failures.length > 0) return ["The preview failed, so it is not whole:", ...failures];
    const sames = steps.filter(({ op }) => op === "same").length;
    const isRefreshed = steps.some(({ op }) => op === "refresh");
    const isOld = steps.some((step) => isOfResource(step) && isMaking(step) && step.op !== "create");
    return [
        ...(changeSummary ? [] : ["It has no summary of its changes, so it may be cut off."]),
        ...((changeSummary?.["same"] ?? 0) <= sames
            ? []
            : [`What does not change is left out of it. Make it with --show-sames: \`${command}\`.`]),
        ...(isRefreshed || !isOld
            ? []
            : [`Nothing that exists was looked at. Make it with --refresh: \`${command}\`.`]),
    ];
}

/** What the engine leaves out without a word: a state that it cannot write. */
function stateMistakes(urn: string, steps: readonly EngineStep[]): readonly string[] {
    const name = quoted(nameIn(urn));
    return steps.flatMap((step) => {
        if (step.op === "refresh") return [];
        if (!isMaking(step) && !isDeleting(step))
            return [`What the engine does with ${name} is not known: ${step.op}.`];
        const isOldNeeded = !["create", "import", "read"].includes(step.op);
        return [
            ...(isOldNeeded && !step.oldState ? [`The engine does not show what ${name} is now.`] : []),
            ...(isMaking(step) && !step.newState ? [`The engine does not show what ${name} will be.`] : []),
        ];
    });
}

function plannedOf(urn: string, steps: readonly EngineStep[]): readonly Planned[] {
    const made = steps.findLast((step) => isMaking(step) && step.newState);
    const gone = steps.filter(isDeleting).flatMap(({ oldState }) => oldState ?? []);
    const isReplaced = steps.some(({ op }) => replacing.includes(op));
    const about = { urn, type: typeIn(urn), name: nameIn(urn) };
    const was = made ? (made.oldState ?? undefined) : gone[0];
    const next = made?.newState ?? undefined;
    // An update does not say the id again.
    const is = next && (next.id === undefined && !isReplaced && was?.id ? { ...next, id: was.id } : next);
    // An object that an earlier replacement has left behind is there until now.
    const left = gone.filter(({ id }) => id !== was?.id);
    const one = (old: EngineState | undefined, now: EngineState | undefined): Planned => {
        const isLetGo = !now && old?.retainOnDelete === true;
        return { ...about, team: teamOf(now ?? old), was: old, is: isLetGo ? old : now, isReplaced, isLetGo };
    };
    return [...(was || is ? [one(was, is)] : []), ...left.map((old) => one(old, undefined))];
}

/** The space to which a resource belongs. */
function teamOf(state: EngineState | undefined): string | undefined {
    if (state?.type === spaceType) return nameIn(state.urn);
    const { parent } = state ?? {};
    return parent !== undefined && typeIn(parent) === spaceType ? nameIn(parent) : undefined;
}

/** With `--run-program` the engine looks only at what the program still has. */
function notLookedAt(each: readonly OfResource[]): readonly string[] {
    const isOwnObject = ({ oldState }: EngineStep) => oldState?.custom !== false;
    const unseen = each.filter(
        ([, steps]) =>
            steps.some((step) => isDeleting(step) && isOwnObject(step)) && !steps.some(({ op }) => op === "refresh"),
    );
    if (unseen.length === 0) return [];
    return [
        `whether the ${unseen.length} resources that go are still as state has them: with --run-program the engine does not look at ` +
            "them. Without that option it does.",
    ];
}

/** What was refreshed, and then neither kept nor deleted. */
function withoutPlan(each: readonly OfResource[]): readonly string[] {
    return each
        .filter(([, steps]) => steps.every(({ op }) => op === "refresh"))
        .map(
            ([urn]) =>
                `whether ${quoted(nameIn(urn))} still exists: the engine plans nothing for it. Either it is gone, or the preview was made ` +
                "with --target or --exclude, and is not whole.",
        );
}
