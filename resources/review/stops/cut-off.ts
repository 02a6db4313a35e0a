import { loginKey } from "../../okta/lookups/find-user";
import type { PlacedTeam } from "../checkout/read-checkout";

/** A list of people of which only the beginning is left. */
export interface CutOff {
    /** The name that the team's objects are based on. */
    readonly id: string;
    readonly team: string;
    /** The level whose people they are; undefined for the team itself. */
    readonly level: string | undefined;
    /** How many of the first are left, and how many there were. */
    readonly left: number;
    readonly were: number;
}

/** The teams on one side, by the names that their objects are based on. */
export type TeamsById = ReadonlyMap<string, PlacedTeam>;

interface List extends Pick<CutOff, "id" | "team" | "level"> {
    readonly people: readonly string[];
}

/** One or two leave together; that they are the last of the list is chance. Of three who leave at random, it hardly ever is. */
const fewest = 3;

/** Of a large list, one in so many at least: the last ones of hundreds may well be those who came and go together. */
const oneIn = 10;

/** The lists of people of teams that stay, and of their levels; those who have no access any more are left out. */
export function peopleListsIn(teams: TeamsById): ReadonlyMap<string, List> {
    const lists = [...teams].flatMap(([id, { space, grants }]) =>
        grants.flatMap(({ level, members, hasAccess }) =>
            members && hasAccess ? [{ id, team: space.name, level, people: members.map(loginKey) }] : [],
        ),
    );
    return new Map(lists.map((list) => [JSON.stringify([list.id, list.level ?? ""]), list]));
}

/**
 * Lists of people that end early, as in a file that was cut off: what is left is the beginning of what was applied, and at
 * least three, and a tenth, are missing. Whoever joins another list has moved and is not missing.
 */
export function cutOffIn(before: TeamsById, after: TeamsById): readonly CutOff[] {
    const [were, are] = [peopleListsIn(before), peopleListsIn(after)];
    const joining = new Set(
        [...are].flatMap(([key, { people }]) => {
            const had = new Set(were.get(key)?.people);
            return people.filter((login) => !had.has(login));
        }),
    );
    return [...were].flatMap(([key, { people }]) => {
        const now = are.get(key);
        if (!now || !isBeginning(now.people, people)) return [];
        const there = new Set(now.people);
        const missing = people.filter((login) => !there.has(login) && !joining.has(login)).length;
        if (missing < fewest || missing * oneIn < people.length) return [];
        const { people: _, ...whose } = now;
        return [{ ...whose, left: people.filter((login) => there.has(login)).length, were: people.length }];
    });
}

/** Whether a list begins as another one does. Where a file was cut off within a login, its last one ends early, too. */
function isBeginning(list: readonly string[], whole: readonly string[]): boolean {
    return list.every((login, index) => {
        const was = whole[index];
        return login === was || (index === list.length - 1 && was?.startsWith(login) === true);
    });
}
