import { driftIn } from "../../resources/drift/drift-in";
import { type PlannedObject, plannedObjects } from "../../resources/drift/planned-rights";
import { type EnginePreview, failuresIn, previewFrom, warningsIn } from "../../resources/engine/preview";
import { wouldBeRefused } from "../../resources/review/stops/frozen";
import { notEveryTeam } from "../../resources/team-secrets-space/teams/staying";
import { previewOf } from "../pulumi";
import { tellAside } from "../terminal";
import { lookAt, planOf } from "./engine";
import { type Found, isLookedAt } from "./gate";

/** What the engine would do, as far as the gate asks. */
type Planned = Pick<Found, "planned" | "restoring" | "drift" | "failures" | "frozen" | "seen" | "unlooked">;

/** What is asked of the engine, and how people are called. */
interface Asked {
    readonly stack: string;
    readonly folder: string;
    /** Logins by Okta's ids. */
    readonly people: ReadonlyMap<string, string>;
}

/** What the run would do, and what it would if it set right what hands have changed. Where they have changed nothing, that is the same. */
export async function plannedBy({ stack, folder, people }: Asked): Promise<Planned> {
    tellAside("Looking at what the run would do: pulumi preview --refresh --run-program …");
    const looked = await previewOf(stack, folder)
        .then((text) => previewFrom(text, "the change"))
        .catch(asFailure);
    const why = looked instanceof Error ? [firstLine(looked.message)] : doubtsIn(looked);
    if (looked instanceof Error || why.length > 0) return byStateAlone({ stack, folder, people }, why);
    const drift = driftIn(looked, { people });
    const restoring = plannedObjects(looked, people);
    const isAsApplied = drift.objects.length === 0;
    if (!isAsApplied)
        tellAside("Hands have changed something. Looking at what is done by state alone: pulumi preview …");
    const alone = isAsApplied ? looked : previewFrom(await planOf(stack, folder), "the change");
    return {
        ...{ drift, restoring, unlooked: [] },
        planned: isAsApplied ? restoring : plannedObjects(alone, people),
        failures: doubtsIn(alone),
        frozen: frozenIn(alone),
        seen: new Set(looked.steps.filter(({ op }) => op === "refresh").map(({ urn }) => urn)),
    };
}

/**
 * What the run would do by state alone; of what there is, only that is looked at which it would change. So what cannot be read of one team does
 * not stop another. The engine (3.259.0, run) also crashes in a preview with `--refresh` when a resource has got another name, as in a
 * team that says `previously`.
 */
async function byStateAlone({ stack, folder, people }: Asked, unlooked: readonly string[]): Promise<Planned> {
    tellAside("Not everything could be looked at. Looking at what is done by state alone: pulumi preview …");
    const alone = previewFrom(await planOf(stack, folder), "the change");
    const planned = plannedObjects(alone, people);
    const [failures, frozen] = [doubtsIn(alone), frozenIn(alone)];
    const nothing = { ...driftIn({ steps: [] }), unknown: [] };
    const its = { planned, failures, frozen, restoring: planned, drift: nothing };
    const changed = planned.filter(isLookedAt);
    if (failures.length + frozen.length > 0 || changed.length === 0) return { ...its, unlooked, seen: new Set() };
    tellAside("Looking at what it would change: pulumi refresh --preview-only …");
    const differing = await differingIn(
        { stack, folder },
        changed.map((one) => urnInState(alone, one)),
    );
    return differing.length > 0
        ? { ...its, unlooked: [...unlooked, ...differing], seen: new Set() }
        : { ...its, unlooked, seen: new Set(changed.map(({ urn }) => urn)) };
}

/** A team that has got another name has its objects under the former one in state. */
const urnInState = ({ steps }: EnginePreview, { urn }: PlannedObject): string =>
    steps.find((one) => one.urn === urn && one.oldState)?.oldState?.urn ?? urn;

/** Why these objects are not known to be as state has them. Of dynamic resources only the summary tells (docs/contracts/pulumi-engine.md 4). */
async function differingIn(
    { stack, folder }: Omit<Asked, "people">,
    urns: readonly string[],
): Promise<readonly string[]> {
    const seen = await lookAt(stack, folder, urns)
        .then((text) => previewFrom(text, "drift"))
        .catch(asFailure);
    if (seen instanceof Error) return [firstLine(seen.message)];
    const isOther = Object.entries(seen.changeSummary ?? {}).some(
        ([op, count]) => op !== "same" && op !== "refresh" && count > 0,
    );
    const missing = urns.filter((urn) => !seen.steps.some((step) => step.urn === urn));
    return [
        ...failuresIn(seen),
        ...(isOther ? ["Somebody changed by hand what this run would change too."] : []),
        ...(missing.length > 0 ? [`The engine did not look at ${missing.length} of ${urns.length} objects.`] : []),
    ];
}

/** A preview that failed has not looked at everything. A team that cannot be planned is no failure: the others are (0023). */
const doubtsIn = (preview: EnginePreview): readonly string[] =>
    failuresIn(preview).filter((one) => !one.split("\n").some((line) => line.trim().startsWith(notEveryTeam)));

/** A program warns in a preview of what it refuses in a run. */
const frozenIn = (preview: EnginePreview): readonly string[] =>
    warningsIn(preview)
        .filter((one) => one.includes(wouldBeRefused))
        .map((one) => one.replace(wouldBeRefused, "").trim());

const asFailure = (failure: unknown): Error => (failure instanceof Error ? failure : new Error(String(failure)));

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";
