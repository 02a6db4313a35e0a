import { z } from "zod";
import { checked, shown, unknownKeyIn } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { folderName } from "../../opa/secret-folder/declared/schema";
import type { FileMistake } from "./file-mistake";
import { type FoundFiles, findFiles } from "./find-files";
import { positionIn } from "./position";
import { type ReadFile, readTeamFile } from "./read-file";
import { stackWordMistakes, withoutStackWords } from "./stack-words";

/** The teams in the files of a folder. */
export interface TeamFiles {
    /** How many files there are; undefined if there is no such folder. */
    readonly count: number | undefined;
    /** What each readable file declares, to be checked as a list of teams. */
    readonly values: readonly Readonly<Record<string, unknown>>[];
    /** The name of each of these, from its file. */
    readonly names: readonly string[];
    /** The former names that each of these gives, the latest first. */
    readonly previously: readonly (readonly string[])[];
    /** The area of each of these. */
    readonly areas: readonly string[];
    readonly found: FoundFiles;
    /** Mistakes of the files themselves, in the order of the files. */
    readonly mistakes: readonly FileMistake[];
    /** The team of a file; undefined if it is not a team's file. */
    readonly teamOf: (file: string) => string | undefined;
    /**
     * The position of a mistake in a list whose teams from `first` on are `values`; undefined if it concerns none of
     * these.
     */
    readonly placed: (mistake: Mistake, first: number) => FileMistake | undefined;
    /** A reason that names teams by their number in the list, with the files named instead. */
    readonly named: (reason: string, first: number) => string;
}

/** Reads every file `<area>/<team>.yaml` of a folder. A team has the name of its file. */
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
        // Another name is reported and ignored: it could be that of another team.
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

/** A mistake with the position of its property in a file. */
export function mistakeAt(
    { file, root, positionOf }: Pick<ReadTeam, "file" | "root" | "positionOf">,
    property: string,
    reason: string,
): FileMistake {
    // A key at the top is itself the property; a key inside is named in the reason.
    const key = unknownKeyIn(reason);
    const isOwnKey = key === property;
    const { offset, source } = positionIn(root, isOwnKey ? "" : property, key);
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

/** The former names of a team, one or several. An invalid one is reported and ignored. */
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
