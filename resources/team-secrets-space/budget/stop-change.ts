import { runtime } from "@pulumi/pulumi";
import { programError, programWarning } from "../../program-error";
import { placed } from "../../review/checkout/read-checkout";
import { frozenInWords, wouldBeRefused } from "../../review/stops/frozen";
import { refusedIn, stopsOf } from "../../review/stops/stops-of";
import { refusedInWords } from "../../review/stops/words";
import type { Place } from "../declared/place";
import type { StackSettings } from "../declared/stack-settings";
import type { Memory } from "../memory/last-applied";
import type { Teams } from "../teams/teams-in";
import { allowedIn, keepAllowed } from "./allowed-change";
import { appliedBefore, type Side } from "./applied-before";
import type { DeclaredLimits } from "./limits";

/** What a program declares, and what was applied before. */
export interface Declaring {
    readonly checked: Teams;
    /** Teams with mistakes that `checked` does not have. They stay as they were. */
    readonly broken: readonly (string | undefined)[];
    readonly settings: StackSettings;
    readonly place: Place;
    readonly memory: Memory;
    readonly limits: DeclaredLimits;
    readonly namedAfter: (name: string) => string;
}

/**
 * Throws before anything is registered if a change is larger than one change may be, or frozen; so nothing is written,
 * however the run was started. A preview warns of a freeze.
 */
export async function stopChange(declaring: Declaring): Promise<void> {
    const { memory, limits } = declaring;
    const declared = declaredIn(declaring);
    const base = appliedBefore(memory, declared);
    const head = withStaying(declared, base, declaring);
    const allowed = allowedIn(memory.state);
    const stops = stopsOf({ base, head, limits: limits.limits, nowMs: Date.now(), allowed });
    if (refusedIn(stops).length > 0) throw programError(refusedInWords(stops, limits));
    if (stops.frozen) {
        const text = frozenInWords(stops.frozen);
        if (!runtime.isDryRun()) {
            throw programError(`${text} Nothing was changed. Wait, or take "freeze" out of ${limits.where}.`);
        }
        await programWarning(`${text} ${wouldBeRefused}`);
    }
    await keepAllowed(stops, allowed);
}

function declaredIn({ checked, settings, place, namedAfter }: Declaring): Side {
    const teams = checked.spaces
        .flatMap((one) => one ?? [])
        .map((one) => [one.space.name, placed(one, place)] as const);
    return {
        teams: new Map(teams),
        namedAfter: new Map(teams.map(([name]) => [name, namedAfter(name)])),
        settings,
        stackFile: undefined,
    };
}

/** With the teams that cannot be planned, as they were applied last. */
function withStaying(declared: Side, base: Side, { checked, broken, namedAfter }: Declaring): Side {
    const wrong = checked.names.filter((_, index) => !checked.spaces[index]);
    const staying = [...new Set([...wrong, ...broken])].flatMap((name) => {
        if (name === undefined || declared.teams.has(name)) return [];
        const id = namedAfter(name);
        const [was] = [...base.namedAfter].find(([, one]) => one === id) ?? [];
        const team = was === undefined ? undefined : base.teams.get(was);
        return team ? [{ name, id, team }] : [];
    });
    return {
        ...declared,
        teams: new Map([...declared.teams, ...staying.map(({ name, team }) => [name, team] as const)]),
        namedAfter: new Map([...declared.namedAfter, ...staying.map(({ name, id }) => [name, id] as const)]),
    };
}
