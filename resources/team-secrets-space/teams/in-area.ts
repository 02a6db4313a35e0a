import type { DeclaredTeam } from "../declared/declared-team";
import type { LastApplied } from "../memory/record";

/** The area of the file that declares a team. */
export interface InArea {
    readonly area: string;
    /** Why a space that state has, of which this is remembered, must not become this team's; undefined if it may. */
    readonly mayNotTake: (space: string, was: LastApplied) => string | undefined;
}

/** Keyed by a team's `access` object: each team has its own, and a program that copies the properties copies it too. */
const areas = new WeakMap<object, InArea>();

/** Notes the area of a team. */
export function noteArea({ access }: DeclaredTeam, as: InArea): void {
    if (access) areas.set(access, as);
}

/** The area of a team, if a file declares it. */
export function inAreaOf({ access }: { readonly access?: unknown }): InArea | undefined {
    return typeof access === "object" && access !== null ? areas.get(access) : undefined;
}
