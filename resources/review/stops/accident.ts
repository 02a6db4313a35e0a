import { loginKey } from "../../okta/lookups/find-user";
import type { Declared, PlacedTeam } from "../checkout/read-checkout";
import { quoted, quotedList } from "../page/words";
import type { Measured } from "./measured";

/** Signs that a change is not meant, each a sentence with what to look at. */
export function accidentsIn(change: Measured, base: Declared, head: Declared): readonly string[] {
    return [...foreign(change, base, head), ...missing(change, base, head), ...renamed(change), ...cutOff(base, head)];
}

/** None of the teams is there: another stack's teams, or another folder. */
function foreign({ gone }: Measured, base: Declared, head: Declared): readonly string[] {
    if (base.teams.size === 0 || head.teams.size === 0 || gone.length < base.teams.size) return [];
    return [
        `none of the ${base.teams.size} teams that were applied last is declared (${namesOf(gone)}), and ` +
            `${head.teams.size} others are. Is this the right stack, and the right folder of files?`,
    ];
}

/** Most teams are gone: files that are missing, a list that was cut off, a folder that was moved. */
function missing({ gone }: Measured, base: Declared, head: Declared): readonly string[] {
    const isMost = gone.length > 1 && gone.length * 2 >= base.teams.size;
    if (!isMost || (gone.length === base.teams.size && head.teams.size > 0)) return [];
    return [
        `${gone.length} of ${base.teams.size} teams are gone at once (${namesOf(gone)}). Files that are missing, a folder ` +
            "that was moved or emptied, or a list that was cut off? Restore them.",
    ];
}

const namesOf = (teams: readonly PlacedTeam[]): string =>
    quotedList(
        teams.map(({ space }) => space.name),
        5,
    );

/** A file with another name. */
function renamed(change: Measured): readonly string[] {
    return change.renamed.map(
        ({ gone, come }) =>
            `team ${quoted(gone)} goes, and ${quoted(come)} comes with the same people. If that is another name only, write ` +
            `"previously: ${gone}" in the file of ${quoted(come)}, and it keeps its folder and its secrets; a team of the stack ` +
            "configuration keeps its former name.",
    );
}

/** A list of people that ends early: its beginning is the same, and at least half of it is missing. */
function cutOff(base: Declared, head: Declared): readonly string[] {
    return [...head.teams].flatMap(([name, { space }]) => {
        const was = base.teams.get(name)?.space.members?.map(loginKey) ?? [];
        const is = space.members?.map(loginKey);
        if (!is || was.length < 8 || is.length * 2 > was.length) return [];
        if (!is.every((login, index) => login === was[index])) return [];
        return [
            `the people of team ${quoted(name)} are the first ${is.length} of the ${was.length} that it had. A file that was cut off?`,
        ];
    });
}
