import { isDeepStrictEqual } from "node:util";
import type { PushDifference } from "../access/document";
import {
    byUrn,
    type EnginePreview,
    type EngineState,
    type EngineStep,
    failuresIn,
    holdsSecret,
    isOfResource,
    typeIn,
    unknownText,
} from "../engine/preview";
import { spaceType } from "../team-secrets-space/memory/record";
import type { Drift, DriftedObject, DriftedProperty } from "./document";
import { type Names, rightsOf, without } from "./rights";

/** What was found in addition to the engine's document. */
export interface Beside {
    /** Logins by Okta's ids. */
    readonly people?: ReadonlyMap<string, string>;
    readonly pushDifferences?: readonly PushDifference[];
    /** What could not be checked. */
    readonly unseen?: readonly string[];
}

/**
 * What `pulumi preview --refresh --run-program --json` says of drift. Such a document shows a drifted object in a second step of its
 * URN, whose old state is what there is now, and none for one that is gone (docs/contracts/pulumi-engine.md 4).
 */
export function driftIn(preview: EnginePreview, { people, pushDifferences = [], unseen = [] }: Beside = {}): Drift {
    const names = namesIn(preview, people ?? new Map());
    const objects = [...byUrn(preview.steps)].flatMap(([urn, steps]) => objectOf(urn, steps, names) ?? []);
    const arriving = pushDifferences
        .map((one) => ({ ...one, notInOpa: one.notInOpa.filter(({ why }) => why === null) }))
        .filter(({ notInOpa, notInOkta }) => notInOpa.length + notInOkta.length > 0);
    return {
        format: 1,
        objects: objects.sort((one, other) => compare(keyOf(one), keyOf(other))),
        planned: plannedIn(preview.steps, new Set(objects.map(({ urn }) => urn))),
        pushDifferences: arriving,
        unknown: [...doubtsIn(preview), ...objects.flatMap(doubtIn), ...unseen],
    };
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const keyOf = ({ team, urn }: DriftedObject): string => JSON.stringify([team === null, team, urn]);

/** Why the document is not complete: a run that failed checked nothing after the failure. */
function doubtsIn(preview: EnginePreview): string[] {
    const { steps } = preview;
    const isRefreshed = steps.some(({ op }) => op === "refresh") || !steps.some(isOfResource);
    return [
        ...failuresIn(preview),
        ...(isRefreshed ? [] : ["nothing was looked at: the preview was made without --refresh."]),
    ];
}

function doubtIn({ what, name, note }: DriftedObject): string[] {
    return what === "unknown" ? [`whether "${name}" is as it was: ${note ?? "the engine does not show it."}`] : [];
}

function objectOf(urn: string, steps: readonly EngineStep[], names: Names): DriftedObject | undefined {
    const at = steps.findIndex(({ op }) => op === "refresh");
    const was = steps[at]?.oldState;
    const step = steps[at + 1];
    // Without a step there is nothing to do, and an object that never existed cannot drift.
    if (at < 0 || !step || step.op === "same") return undefined;
    const next = step.newState ?? undefined;
    const its = {
        team: teamOf(was ?? next),
        name: urn.split("::").at(-1) ?? urn,
        type: typeIn(urn),
        urn,
        next: step.op,
        by: { events: [], note: "not known" },
    };
    const nothing = { properties: [], gains: [], losses: [] };
    if (!was) return { ...its, ...nothing, what: "unknown", note: "the engine does not show what state had." };
    if (step.op === "create") {
        return { ...its, ...nothing, what: "gone", ...changes(undefined, next, names), ...lost(its.type) };
    }
    const is = step.oldState;
    if (!is) return { ...its, ...nothing, what: "unknown", note: "the engine does not show what there is now." };
    const properties = driftedProperties(was, is, next).map((one) => withLogins(one, names));
    if (properties.length === 0) return undefined;
    const secret = properties.filter((one) => [one.was, one.is].some(holdsSecret)).map(({ property }) => property);
    if (secret.length > 0) {
        const note = `${secret.join(", ")} is a secret, which the engine does not show.`;
        return { ...its, ...nothing, what: "unknown", properties, note };
    }
    // A push that somebody deleted by hand stays in state, with its target group, so that the same group is linked
    // again.
    const what = is.inputs?.["status"] === "MISSING" ? "gone" : "changed";
    return { ...its, what, properties, ...changes(is, next, names) };
}

/** The planned changes to objects that have not drifted. A replacement is several steps of one URN. */
function plannedIn(steps: readonly EngineStep[], drifted: ReadonlySet<string>): Drift["planned"] {
    const all = steps.filter(({ op, urn }) => op !== "same" && op !== "refresh" && !drifted.has(urn));
    const once = new Map(all.map(({ op, urn }) => [urn, { name: urn.split("::").at(-1) ?? urn, next: op }]));
    return [...once.values()].sort((one, other) => compare(one.name, other.name));
}

/** A folder is made again, but without what was in it. */
const lost = (type: string): { readonly note?: string } =>
    type.endsWith(":SecretFolder") ? { note: "The next folder is empty: what was in this one is not made again." } : {};

/** The rights that the next `up` gives and takes away. */
function changes(is: EngineState | undefined, next: EngineState | undefined, names: Names) {
    const [now, then] = [rightsOf(is, names), rightsOf(next, names)];
    if (now && then) return { gains: without(then, now), losses: without(now, then) };
    return { gains: [], losses: [], note: "What the next `up` gives or takes away is known only then." };
}

function driftedProperties(was: EngineState, is: EngineState, next: EngineState | undefined): DriftedProperty[] {
    const [before, now, then] = [was, is, next].map((one) => one?.inputs ?? {});
    const keys = [...new Set([before, now].flatMap((one) => Object.keys(one ?? {})))].sort();
    return keys
        .filter((key) => !key.startsWith("__") && isOther(before?.[key], now?.[key]))
        .map((property) => ({
            property,
            was: before?.[property] ?? null,
            is: now?.[property] ?? null,
            next: then?.[property] === unknownText ? null : (then?.[property] ?? null),
        }));
}

/** The members of a group by their logins, where they are known. */
function withLogins(one: DriftedProperty, { person }: Names): DriftedProperty {
    if (one.property !== "users") return one;
    const logins = (value: unknown) =>
        Array.isArray(value) ? value.map((id: unknown) => (typeof id === "string" ? (person(id) ?? id) : id)) : value;
    return { ...one, was: logins(one.was), is: logins(one.is), next: logins(one.next) };
}

/** Whether two secret values are equal cannot be known, so they count as different, without details. */
function isOther(before: unknown, now: unknown): boolean {
    if (holdsSecret(before) || holdsSecret(now)) return true;
    // The members of a group are in no order.
    const comparable = (value: unknown) =>
        Array.isArray(value) && value.every((one) => typeof one === "string") ? [...(value as string[])].sort() : value;
    return !isDeepStrictEqual(comparable(before), comparable(now));
}

/** The space to which a resource belongs. */
export function teamOf(state: EngineState | undefined): string | null {
    const { parent } = state ?? {};
    return parent !== undefined && typeIn(parent) === spaceType ? (parent.split("::").at(-1) ?? null) : null;
}

/** The names behind ids, as far as state has them. */
export function namesIn({ steps }: EnginePreview, people: ReadonlyMap<string, string>): Names {
    const [groups, paths] = [new Map<string, string>(), new Map<string, string>()];
    for (const { oldState } of steps) {
        const { type = "", id, inputs = {}, outputs = {} } = oldState ?? {};
        const { name } = inputs;
        if (type === "okta:group/group:Group" && id !== undefined && typeof name === "string") groups.set(id, name);
        const { folderId, path } = outputs;
        if (type.endsWith(":SecretFolder") && typeof path === "string") paths.set(String(folderId), path);
    }
    return {
        person: (id) => people.get(id),
        group: (id) => groups.get(id),
        path: (folderId) => paths.get(folderId),
    };
}
