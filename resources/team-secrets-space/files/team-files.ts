import { z } from "zod";
import { checked, shown } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { folderName } from "../../opa/secret-folder/declared/schema";
import type { FileMistake } from "./file-mistake";
import { type FoundFiles, findFiles } from "./find-files";
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
    /** The names that each of these says it had, the latest first. */
    readonly previously: readonly (readonly string[])[];
    /** The area of each of these. */
    readonly areas: readonly string[];
    readonly found: FoundFiles;
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
    const read = (found?.files ?? []).map(({ file, name, area }) => ({ name, area, ...readTeamFile(file) }));
    const teams = read.flatMap(({ team, ...one }) => (team ? [{ ...one, ...team }] : []));
    const named = (reason: string, first: number) =>
        reason.replaceAll(/(?<= of )teams\[(\d+)\](?=[.,])/g, (written, index: string) =>
            Number(index) < first
                ? `${written} in the stack configuration`
                : (teams[Number(index) - first]?.file ?? written),
        );
    return {
        count: found && read.length,
        // Another name is told, and counts for nothing: it could be that of another team.
        values: teams.map(({ name, value }) => {
            const written = value["name"];
            const isText = typeof written === "string" || written === undefined;
            const { previously: _, ...own } = withoutStackWords(value);
            return { ...own, name: isText ? name : written };
        }),
        names: teams.map(({ name }) => name),
        previously: teams.map(({ value }) => formerNames(value)),
        areas: teams.map(({ area }) => area),
        found: found ?? { files: [], mistakes: [] },
        mistakes: [
            ...(found?.mistakes ?? []),
            ...read.flatMap(({ mistakes }) => mistakes),
            ...teams.flatMap((one) => [...misnamed(one), ...misnamedBefore(one)]),
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

/** What a team was called, one name or several. What is none is told, and counts for nothing. */
const previously = z.preprocess(
    (value) => (typeof value === "string" ? [value] : value),
    z.array(folderName, { error: "give the name that the team had, or a list of them, the latest first." }),
);

const formerNames = (value: Properties): readonly string[] => previously.safeParse(value["previously"]).data ?? [];

function misnamedBefore(team: ReadTeam): readonly FileMistake[] {
    if (!Object.hasOwn(team.value, "previously")) return [];
    const shape = checked(z.object({ previously }), { previously: team.value["previously"] });
    const told = shape.mistakes.map(({ property, reason }) => at(team, property, reason));
    const isOwn = formerNames(team.value).some((one) => one.toLowerCase() === team.name.toLowerCase());
    const own = isOwn ? [at(team, "previously", "is the name that the team has now. Write the one that it had.")] : [];
    return [...told, ...own];
}
