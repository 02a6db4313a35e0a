import type { Declared, PlacedTeam } from "../checkout/read-checkout";
import { quoted, quotedList } from "../page/words";
import type { Measured } from "./measured";

/** Signs that a change is not meant, each a sentence with what to look at. */
export function accidentsIn(change: Measured, base: Declared, head: Declared): readonly string[] {
    return [...foreign(change, head), ...missing(change, base, head), ...renamed(change), ...cutOff(change)];
}

/** Nothing of what was applied is there: another stack's teams, or another folder. */
function foreign({ replaced }: Measured, head: Declared): readonly string[] {
    if (!replaced) return [];
    const { names, all } = replaced;
    const [were, is] = [names.length, head.teams.size];
    const what =
        all === "teams"
            ? `none of the ${counted(were, "team")} that ${were === 1 ? "was" : "were"} applied last is declared ` +
              `(${quotedList(names, 5)}), and ${is === 1 ? "another one is" : `${is} others are`}`
            : `nobody who was in the ${counted(were, "team")} that ${were === 1 ? "was" : "were"} applied last ` +
              `(${quotedList(names, 5)}) is in any team any more, and others are`;
    return [`${what}. Is this the right stack, and the right folder of files?`];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

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

/** A list of people that ends early: its beginning is the same, and the rest is missing. */
const cutOff = (change: Measured): readonly string[] =>
    change.cutOff.map(({ team, level, left, were }) => {
        const whose = level === undefined ? `team ${quoted(team)}` : `level ${quoted(level)} of team ${quoted(team)}`;
        const what =
            left === 0
                ? `none is left of the ${were} people of ${whose}`
                : `the people of ${whose} are the first ${left} of the ${were} that it had`;
        return `${what}. A file that was cut off?`;
    });
