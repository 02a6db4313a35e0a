import { createHash } from "node:crypto";
import { byUrn, type EnginePreview, type EngineStep, isOfResource } from "../engine/preview";
import type { Right } from "./document";
import { namesIn, teamOf } from "./drift-in";
import { type Names, rightsOf, without } from "./rights";

/** An object with which a run would do something. */
export interface PlannedObject {
    readonly urn: string;
    readonly name: string;
    /** The name of its space; null for what belongs to none. */
    readonly team: string | null;
    /** The engine's word: create, update, delete, replace. */
    readonly op: string;
    readonly gains: readonly Right[];
    readonly losses: readonly Right[];
    /** Whether all of that is known before the run. */
    readonly isKnown: boolean;
}

/** The steps in which a run only looks. */
const looks: ReadonlySet<string> = new Set(["same", "refresh", "read"]);

/**
 * What a run would do with whom, by what `pulumi preview --json` prints; of a preview with `--refresh`, it is compared with what
 * there is now.
 */
export function plannedObjects(preview: EnginePreview, people: ReadonlyMap<string, string>): readonly PlannedObject[] {
    const names = namesIn(preview, people);
    const doing = preview.steps.filter((one) => isOfResource(one) && !looks.has(one.op));
    return [...byUrn(doing)]
        .map(([urn, steps]) => plannedObject(urn, steps, names))
        .sort((one, other) => (one.urn < other.urn ? -1 : 1));
}

/** A replacement may be several steps of one object. */
function plannedObject(urn: string, steps: readonly EngineStep[], names: Names): PlannedObject {
    const op = steps[0]?.op ?? "same";
    const [isMade, isGone] = [op === "create", steps.at(-1)?.op === "delete"];
    const was = isMade ? undefined : (steps[0]?.oldState ?? undefined);
    const is = isGone ? undefined : (steps.at(-1)?.newState ?? undefined);
    const [now, then] = [rightsOf(was, names), rightsOf(is, names)];
    const its = { urn, name: urn.split("::").at(-1) ?? urn, team: teamOf(was ?? is), op };
    const isShown = isMade !== (was !== undefined) && isGone !== (is !== undefined);
    if (!isShown || !now || !then) return { ...its, gains: [], losses: [], isKnown: false };
    return { ...its, gains: without(then, now), losses: without(now, then), isKnown: true };
}

/** Stands for all of it: who may approve exactly this, approves this text. */
export const planHash = (objects: readonly PlannedObject[]): string =>
    `plan:${createHash("sha256").update(JSON.stringify(objects)).digest("hex")}`;
