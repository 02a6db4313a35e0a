import { type Moment, msSince, now } from "../../http/time/clock";
import type { Properties } from "../../lifecycle/declared/plain";
import type { DeclaredTeam } from "../declared/declared-team";
import type { Grant } from "../declared/grants";
import type { Team } from "../declared/space-schema";
import type { Pins } from "../lookups/pinned";
import type { Prerequisites } from "../lookups/prerequisites";

/** Milliseconds for which the look-ups of a team are reused for its space, as with the other look-ups of a program. */
const freshMs = 60_000;

/** A team that was checked, and whose look-ups all succeeded. */
export interface CheckedTeam {
    readonly team: Team;
    readonly grants: readonly Grant[];
    readonly found: Prerequisites;
}

interface HandedOn {
    readonly checked: CheckedTeam;
    /** The properties that were checked: the program may have changed them since. */
    readonly declared: string;
    readonly at: Moment;
}

/** Keyed by a team's `access` object: each team has its own, and a program that copies the properties copies it too. */
const handedOn = new WeakMap<object, HandedOn>();

/**
 * Notes that a team was checked, so that its space is not checked again.
 *
 * @param pins Who had which login when the space was last applied: the look-ups used these.
 */
export function handOn({ name, ...space }: DeclaredTeam, checked: CheckedTeam, pins: Pins | undefined): void {
    if (space.access) handedOn.set(space.access, { checked, declared: textOf(name, space, pins), at: now() });
}

/**
 * The team that was checked a moment ago, if a space is declared exactly like it.
 *
 * @param args As the program gives them.
 * @param known The same, with outputs resolved.
 */
export function checkedBefore(
    name: string,
    args: Properties,
    known: Properties,
    pins: Pins | undefined,
): CheckedTeam | undefined {
    const { access } = args;
    const before = typeof access === "object" && access !== null ? handedOn.get(access) : undefined;
    if (before?.declared !== textOf(name, known, pins) || msSince(before.at) >= freshMs) return undefined;
    return before.checked;
}

const textOf = (name: string, space: object, pins: Pins | undefined): string => JSON.stringify([name, space, pins]);
