import type { Mistake } from "../../lifecycle/declared/mistake";
import { type StackSettings, usualSettings } from "../declared/stack-settings";
import { ifNoneMeant, type Teams, teamsIn } from "../teams/teams-in";
import { readExisting } from "./existing-file";
import { asMistake, type FileMistake } from "./file-mistake";
import { forNobody } from "./stack-words";
import { readTeamFiles, type TeamFiles } from "./team-files";

/** The files of a folder, each checked on its own and with each other. */
export interface CheckedFiles {
    readonly count: number;
    readonly mistakes: readonly FileMistake[];
}

/**
 * Checks the files of a folder without a network and without a stack. What only a stack knows is taken as it is: every
 * approval that the files name exists, and no conditions are asked for.
 */
export function checkFiles(folder: string): CheckedFiles {
    const files = readTeamFiles(folder);
    const none = noneIn(folder, files);
    if (none) return { count: 0, mistakes: [...files.mistakes, { file: folder, line: 1, column: 1, ...none }] };
    const { mistakes } =
        files.values.length > 0 ? teamsIn(files.values, {}, undefined, settingsFor(files)) : { mistakes: [] };
    const placed = mistakes.map(
        (mistake) => files.placed(mistake, 0) ?? { file: folder, line: 1, column: 1, ...mistake },
    );
    return { count: files.count ?? 0, mistakes: inOrder(placed, files.mistakes) };
}

/**
 * The mistake of a folder without teams, which would delete everything; undefined where it has some, or some that cannot be read.
 */
function noneIn(folder: string, { count, mistakes }: TeamFiles): Mistake | undefined {
    if (count === undefined || (count === 0 && mistakes.length === 0)) {
        const what = count === undefined ? "is no folder" : "holds no team";
        const reason = `${what}. Write a file for each, ${folder}/<area>/<team>.yaml, with "members:" in it. ${ifNoneMeant}`;
        return { property: "", reason };
    }
    return undefined;
}

/** Teams, and how their mistakes are reported. */
export interface DeclaredIn {
    readonly checked: Teams;
    readonly told: (mistakes: readonly Mistake[]) => readonly Mistake[];
    /** Teams with a mistake that `checked` does not report; undefined for one that belongs to no team. */
    readonly broken: readonly (string | undefined)[];
}

/** The teams of a stack configuration and of files together, as one list; mistakes in files are told where they stand. */
export function withFiles(
    configured: unknown,
    folder: string,
    check: (list: unknown) => Teams,
    { exceptions, existing }: Pick<StackSettings, "exceptions" | "existing">,
): DeclaredIn {
    const files = readTeamFiles(folder);
    const isNothing = [undefined, null, ""].some((one) => configured === one);
    const list = isNothing ? [] : configured;
    const there = readExisting(existing, files.names);
    const excepted = files.values.map((value, index) => {
        const name = files.names[index] ?? "";
        const own = there.byTeam.has(name) ? { existing: there.byTeam.get(name) } : {};
        return { ...value, ...exceptions[name], ...own };
    });
    const first = Array.isArray(list) ? list.length : 0;
    const checked = check(Array.isArray(list) ? [...(list as unknown[]), ...excepted] : list);
    const none = noneIn(folder, files);
    const told = (all: readonly Mistake[]) => {
        const ofExisting = (mistake: Mistake) => inExistingFile(mistake, files.names, first);
        const mistakes = all.filter((mistake) => !ofExisting(mistake));
        const placed = mistakes.flatMap((mistake) => files.placed(mistake, first) ?? []);
        const others = mistakes
            .filter((mistake) => !files.placed(mistake, first))
            // The folder's own mistake says that the list is empty.
            .filter(({ property }) => property !== "teams" || !isNothing)
            .map(({ property, reason }) => ({ property, reason: files.named(reason, first) }));
        const isEmpty = none && mistakes.some(({ property }) => property === "teams");
        return [
            ...forNobody(exceptions, files.names),
            ...there.mistakes,
            ...all.flatMap((mistake) => {
                const its = ofExisting(mistake);
                return its ? [there.placed(its.team, its.mistake)] : [];
            }),
            ...others,
            ...(isEmpty ? [{ ...none, property: folder }] : []),
            ...inOrder(placed, files.mistakes).map(asMistake),
        ];
    };
    const isOfStack = forNobody(exceptions, files.names).length + there.mistakes.length > 0;
    const broken = files.mistakes.map(({ file }) => files.teamOf(file));
    return { checked, told, broken: isOfStack || none ? [undefined] : broken };
}

/** The team of a file whose mistake is about what is there already of it, and the mistake as its own. */
function inExistingFile({ property, reason }: Mistake, names: readonly string[], first: number) {
    const [, index, own] = /^teams\[(\d+)\]\.(existing\b.*)$/s.exec(property) ?? [];
    const team = index === undefined ? undefined : names[Number(index) - first];
    return team === undefined || own === undefined ? undefined : { team, mistake: { property: own, reason } };
}

/** Sorted by where they stand. A mistake of a declaration says more than one of its YAML at the same place. */
function inOrder(declared: readonly FileMistake[], own: readonly FileMistake[]): readonly FileMistake[] {
    const place = ({ file, line, column }: FileMistake) => `${file}:${line}:${column}`;
    const told = new Set(declared.map(place));
    return [...declared, ...own.filter((one) => one.property !== "" || !told.has(place(one)))].sort(
        (one, other) => compare(one.file, other.file) || one.line - other.line || one.column - other.column,
    );
}

const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

/** Settings with every approval that the files name. */
function settingsFor({ values }: TeamFiles): StackSettings {
    const names = values.flatMap((team) => approvalsIn(team));
    const approvals = names.map((name) => [name, { id: name, name, lasts: "8h" }]);
    return { ...usualSettings, approvals: Object.fromEntries(approvals) };
}

function approvalsIn({ conditions, access }: Readonly<Record<string, unknown>>): readonly string[] {
    const levels = Object.values(Object(access) as Record<string, unknown>).map((level) => Object(level).conditions);
    const named = [conditions, ...levels].map((one) => Object(one).approval as unknown);
    return named.filter((one) => typeof one === "string");
}
