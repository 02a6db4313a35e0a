import type { Declared, PlacedTeam } from "../checkout/read-checkout";
import type { Applied } from "./applied";

/** What is applied: the base of the next change. */
export interface AppliedBase {
    readonly declared: Declared;
    /** The teams whose declaration is not known, because it does not come from a commit that has them. */
    readonly outside: readonly string[];
}

/** The commits from which the teams of a stack were applied. */
export const commitsIn = ({ teams }: Applied): readonly string[] =>
    [...new Set([...teams.values()].flatMap(({ commit }) => commit ?? []))].sort();

/**
 * Each team as the commit declares it from which it was applied. State says which one that is, team by team: so it holds
 * after a run that failed half way, for a team that could not be planned, and after `--target`.
 *
 * @param declaredAt What each of these commits declares, the latest first.
 * @param head What the change declares.
 */
export function baseOf(applied: Applied, declaredAt: ReadonlyMap<string, Declared>, head: Declared): AppliedBase {
    const [latest = { ...head, namedAfter: new Map() }] = declaredAt.values();
    const teams = new Map<string, PlacedTeam>();
    const outside: string[] = [];
    for (const [name, { commit }] of applied.teams) {
        const declared = commit === undefined ? undefined : declaredAt.get(commit);
        const team = declared?.teams.get(name);
        if (declared && team) teams.set(name, { ...team, settings: declared.settings });
        else outside.push(name);
    }
    const namedAfter = new Map([...applied.teams].map(([name, team]) => [name, team.namedAfter]));
    return { declared: { ...latest, teams, namedAfter }, outside: outside.sort() };
}
