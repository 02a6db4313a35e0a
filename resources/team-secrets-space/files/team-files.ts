import { shown } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { FileMistake } from "./file-mistake";
import { findFiles } from "./find-files";
import { placeOf } from "./position";
import { type ReadFile, readTeamFile } from "./read-file";
import { stackWordMistakes, withoutStackWords } from "./stack-words";

/** The teams in the files of a folder. */
export interface TeamFiles {
    /** How many files there are; undefined if there is no such folder. */
    readonly count: number | undefined;
    /** What each file declares that can be read, to be checked as a list of teams. */
    readonly values: readonly Readonly<Record<string, unknown>>[];
    /** What each of these is called after its file. */
    readonly names: readonly string[];
    /** What is wrong with the files as such, in the order of the files. */
    readonly mistakes: readonly FileMistake[];
    /** The team of a file; undefined for what is no file of a team. */
    readonly teamOf: (file: string) => string | undefined;
    /** Where a mistake of the list stands, whose teams from `first` on are `values`; undefined if it is not of these. */
    readonly placed: (mistake: Mistake, first: number) => FileMistake | undefined;
    /** A reason that names teams by their number in the list, with the files in their place. */
    readonly named: (reason: string, first: number) => string;
}

/** Reads every file `<area>/<team>.yaml` of a folder. A team is called as its file is. */
export function readTeamFiles(folder: string): TeamFiles {
    const found = findFiles(folder);
    const read = (found?.files ?? []).map(({ file, name }) => ({ name, ...readTeamFile(file) }));
    const teams = read.flatMap(({ team, ...one }) => (team ? [{ ...one, ...team }] : []));
    const named = (reason: string, first: number) =>
        reason.replaceAll(/(?<= of )teams\[(\d+)\](?=[.,])/g, (written, index: string) =>
            Number(index) < first
                ? `${written} in the stack configuration`
                : (teams[Number(index) - first]?.file ?? written),
        );
    return {
        count: found && read.length,
        values: teams.map(({ name, value }) => ({ name, ...withoutStackWords(value) })),
        names: teams.map(({ name }) => name),
        mistakes: [
            ...(found?.mistakes ?? []),
            ...read.flatMap(({ mistakes }) => mistakes),
            ...teams.flatMap((one) => misnamed(one)),
            ...teams.flatMap((one) =>
                stackWordMistakes(one.name, one.value).map(({ property, reason }) => at(one, property, reason)),
            ),
        ],
        named,
        teamOf: (path) => read.find(({ file }) => file === path)?.name,
        placed({ property, reason }, first) {
            const [, index, own = ""] = /^teams\[(\d+)\]\.?(.*)$/s.exec(property) ?? [];
            const team = index === undefined ? undefined : teams[Number(index) - first];
            return team && at(team, own, named(reason, first));
        },
    };
}

type ReadTeam = Pick<ReadFile, "file" | "positionOf"> & NonNullable<ReadFile["team"]> & { readonly name: string };

function at(team: ReadTeam, property: string, reason: string): FileMistake {
    const where = team.value["name"] === undefined && property === "name" ? "" : property;
    return { ...mistakeAt(team, property, reason), property: where };
}

/** A mistake at the place in a file where its property stands. */
export function mistakeAt(
    { file, root, positionOf }: Pick<ReadTeam, "file" | "root" | "positionOf">,
    property: string,
    reason: string,
): FileMistake {
    // A key of the whole is itself the property; one inside is named in the reason.
    const isOwnKey = reason.startsWith(`unknown key "${property}".`);
    const key = isOwnKey ? property : /^unknown key "(.*?)"\./s.exec(reason)?.[1];
    const { offset, source } = placeOf(root, isOwnKey ? "" : property, key);
    const isNumber = source !== undefined && /^(\S+): was read as /.test(reason);
    const told = isNumber ? reason.replace(/^\S+: /, () => `${source}: `) : reason;
    return { file, ...positionOf(offset), property, reason: told };
}

function misnamed(team: ReadTeam): readonly FileMistake[] {
    const written = team.value["name"];
    if (typeof written !== "string" || written === team.name) return [];
    const reason = `${shown(written)}: is not the name of the file, ${shown(team.name)}. Write the same, or leave it out.`;
    return [at(team, "name", reason)];
}
