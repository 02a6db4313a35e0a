import { checked, unknownKeyIn } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { quoted, quotedList } from "../../review/page/words";
import { teamSchema } from "../declared/space-schema";
import type { Records } from "../memory/record";
import type { Teams } from "../teams/teams-in";

/** What was read of declarations that have mistakes. */
type Read = Pick<Teams, "names" | "read" | "mistakes">;

/** By name: the properties of teams before. */
export type TeamsBefore = ReadonlyMap<string, Properties>;

/** How a sentence says that a team was there before. */
type When = "applied last" | "declared before";

/**
 * Why mistakes in declarations look like an accident: what was there before, and is not there now. Sentences; none if none of it
 * is missing.
 *
 * @param broken Teams with mistakes that `read` does not have.
 */
export function lostInWords(
    before: TeamsBefore,
    read: Read,
    broken: readonly (string | undefined)[],
    when: When = "applied last",
): readonly string[] {
    if (before.size === 0) return [];
    const signs =
        read.names.length === 0
            ? [nothingLeft([...before.keys()], when)]
            : [...filesLost(before, read, broken, when), ...keysLost(before, read, when)];
    return signs.map((sign) => `It looks like an accident: ${sign}`);
}

/** The teams that `declaredTeams` gave out, as they were applied last. */
export const appliedTeams = ({ ofSpace }: Records): TeamsBefore =>
    new Map(
        [...ofSpace.values()].flatMap(({ declared, declaredAs: as }) =>
            as ? [[as.team, as.declared ?? declared] as const] : [],
        ),
    );

/** Another key, a folder that was moved or emptied, a generator that failed. */
function nothingLeft(names: readonly string[], when: When): string {
    const were = names.length === 1 ? "1 team was" : `${names.length} teams were`;
    return (
        `${were} ${when} (${quotedList(names, 5)}), and none is declared now. A key that was renamed, a folder that was ` +
        "moved or emptied, or a list that nothing was written into? Restore it."
    );
}

/** Files that are empty, or cut off so that they cannot be read. */
const filesLost = (
    before: TeamsBefore,
    { names }: Read,
    broken: readonly (string | undefined)[],
    when: When,
): readonly string[] =>
    [...new Set(broken)].flatMap((name) =>
        name === undefined || !before.has(name) || names.includes(name)
            ? []
            : [`team ${quoted(name)} was ${when}, and nothing can be read in its file now. Restore the file.`],
    );

/** A key that was applied is gone, and one that nobody knows is there instead. */
const keysLost = (before: TeamsBefore, { names, read, mistakes }: Read, when: When): readonly string[] =>
    names.flatMap((name = "", index) => {
        const was = before.get(name);
        const unknown = was ? mistakes.flatMap((mistake) => unknownIn(mistake, index) ?? []) : [];
        return unknown.flatMap(({ key, path }) => {
            const silent = path.length === 0 ? usual : {};
            const gone = goneFrom(at(was, path), at(read[index], path), silent);
            if (gone.length === 0) return [];
            const whose = [`team ${quoted(name)}`, ...path].join(".");
            const are = gone.length === 1 ? "is" : "are";
            return [
                `${whose} was ${when} with ${quotedList(gone, 5)}, which ${are} not there now; ${quoted(key)} is. A key that was renamed?`,
            ];
        });
    });

/** A key of a team of the list that nobody knows, and the steps to where it stands. */
function unknownIn({ property, reason }: Mistake, index: number) {
    const key = unknownKeyIn(reason);
    const path = pathIn(property, index);
    if (key === undefined || !path) return undefined;
    return { key, path: path.at(-1) === key ? path.slice(0, -1) : path };
}

/** The steps to a property of a team of the list; undefined if it is not of this one. */
function pathIn(property: string, index: number): readonly string[] | undefined {
    const [, its, rest = ""] = /^teams\[(\d+)\]\.?(.*)$/s.exec(property) ?? [];
    return Number(its) === index ? rest.split(".").filter(Boolean) : undefined;
}

const at = (value: unknown, path: readonly string[]): Properties =>
    Object(path.reduce<unknown>((inner, step) => (Object(inner) as Properties)[step], value)) as Properties;

/** What a team has that declares no more than it must. */
const usual: Properties = checked(teamSchema, { name: "team" }).inputs;

/** Keys that said something, and say nothing now. */
const goneFrom = (before: Properties, now: Properties, silent: Properties): readonly string[] => {
    const isSaid = (of: Properties, key: string) =>
        Object.hasOwn(of, key) && JSON.stringify(of[key]) !== JSON.stringify(silent[key]);
    return Object.keys(before).filter((key) => isSaid(before, key) && !isSaid(now, key));
};
