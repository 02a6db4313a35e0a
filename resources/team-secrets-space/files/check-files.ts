import { existsSync } from "node:fs";
import { posix } from "node:path";
import type { ConfigSource } from "../../lifecycle/config-source";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { authorityMistakes, type DeclaredInFile } from "../authority/authority";
import { movedMistakes, renamedInFiles } from "../authority/moved";
import { type Platform, platformFileOf, readPlatform } from "../authority/read-platform";
import { takenOverMistakes } from "../authority/taken-over";
import { defaultPlace } from "../declared/place";
import { type StackException, type StackSettings, stackSettings, usualSettings } from "../declared/stack-settings";
import type { Records } from "../memory/record";
import { type NamedTeam, renameMistakes } from "../teams/renames";
import { ifNoneMeant, type Teams, teamsIn } from "../teams/teams-in";
import type { readExisting } from "./existing-file";
import type { FileMistake } from "./file-mistake";
import { configIn, stackFileOf } from "./stack-file";
import { forNobody } from "./stack-words";
import { readTeamFiles, type TeamFiles } from "./team-files";

/** The files of a folder, each checked on its own and with each other. */
export interface CheckedFiles {
    readonly count: number;
    readonly mistakes: readonly FileMistake[];
}

/** What the check knows besides the files. */
export interface CheckOptions {
    /**
     * A checkout of the branch that the change is merged into: its rules count too, so that a change cannot widen its
     * own bounds.
     */
    readonly base?: string | undefined;
    /** The stack whose file beside the folder has the settings. */
    readonly stack?: string | undefined;
    /** What the stack's state remembers. */
    readonly records?: Records | undefined;
}

/**
 * Checks the files of a folder without a network. Without a stack it assumes what only a stack knows: every approval
 * and group that the files name exists, and no conditions are required.
 */
export function checkFiles(folder: string, { base, stack, records }: CheckOptions = {}): CheckedFiles {
    const files = readTeamFiles(folder);
    const rules = { ...rulesAt(folder, stack), records };
    const own = [...rules.mistakes, ...files.mistakes];
    const ofBase = base === undefined ? [] : againstBase(files, folder, baseFolder(base, folder), { stack, records });
    const none = noneIn(folder, files);
    if (none) return { count: 0, mistakes: [...own, ...ofBase, { file: folder, line: 1, column: 1, ...none }] };
    const { declared, beyond } = mistakesBy(files, rules, folder);
    const told = new Set([...declared, ...beyond].map((one) => JSON.stringify(one)));
    const others = ofBase
        .filter((one) => !told.has(JSON.stringify(one)))
        .map((one) => ({ ...one, reason: `${one.reason} ${onceMerged}` }));
    return { count: files.count ?? 0, mistakes: inOrder(declared, own, [...beyond, ...others]) };
}

const onceMerged = "A change of platform.yaml, or of the stack's file, counts once it is merged.";

/** The rules that apply to files and do not stand in them. */
interface Rules {
    readonly platform: Platform;
    readonly config: ConfigSource | undefined;
    readonly settings: StackSettings | undefined;
    readonly mistakes: readonly FileMistake[];
    readonly records?: Records | undefined;
}

function rulesAt(folder: string, stack: string | undefined): Rules {
    const platform = readPlatform(folder);
    if (stack === undefined) return { platform, config: undefined, settings: undefined, mistakes: platform.mistakes };
    const file = stackFileOf(folder, stack);
    const config = configIn(file);
    const { settings, mistakes } = stackSettings(config);
    const told = mistakes.map((mistake) => ({ file, line: 1, column: 1, ...mistake }));
    return { platform, config, settings, mistakes: [...platform.mistakes, ...told] };
}

/** The mistakes in files under these rules: mistakes of the declaration, and what goes beyond the bounds. */
function mistakesBy(files: TeamFiles, { platform, config, settings, records }: Rules, folder: string) {
    if (files.values.length === 0) return { declared: [], beyond: [] };
    const place = config ? defaultPlace(config) : {};
    const checked = teamsIn(excepted(files, settings?.exceptions), place, undefined, settings ?? settingsFor(files));
    const nobody = settings ? forNobody(settings.exceptions, files.names) : [];
    const placed = (mistake: Mistake): FileMistake =>
        files.placed(mistake, 0) ?? { file: folder, line: 1, column: 1, ...mistake };
    const renamed = renameMistakes(namedIn(files), files.names, records);
    const taken = records ? takenOverMistakes(files, records, platform) : [];
    return {
        declared: [...checked.mistakes, ...nobody, ...renamed].map(placed),
        beyond: [...authorityMistakes(platform, inAreas(files, checked, 0), settings), ...taken].map(placed),
    };
}

/** Mistakes under the rules of the base: what is out of its bounds, and teams that were in another area there. */
function againstBase(
    files: TeamFiles,
    folder: string,
    base: string,
    { stack, records }: Pick<CheckOptions, "stack" | "records">,
): readonly FileMistake[] {
    const rules = { ...rulesAt(base, stack), records };
    const platform = { ...rules.platform, file: platformFileOf(folder) };
    const before = readTeamFiles(base);
    // A team for which the base has an exception may be gone by now.
    const settings = rules.settings && { ...rules.settings, exceptions: {} };
    const { declared, beyond } = mistakesBy(files, { ...rules, platform, settings }, folder);
    const moved = movedMistakes(files.found, before.found, platform);
    const renamed = renamedInFiles(files, before, platform).map((mistake) => files.placed(mistake, 0) ?? []);
    return [...rules.mistakes, ...declared, ...beyond, ...moved, ...renamed.flat()];
}

function baseFolder(base: string, folder: string): string {
    const path = posix.normalize(folder);
    if (posix.isAbsolute(path) || path.startsWith("..")) {
        throw new Error(
            `${folder} is not in this checkout. With --base, name the folder as both checkouts have it: teams.`,
        );
    }
    if (!existsSync(base))
        throw new Error(`${base} is no folder. Give --base the checkout of what the change is merged into.`);
    return posix.join(base, path);
}

export const excepted = (
    { values, names }: TeamFiles,
    exceptions: Readonly<Record<string, StackException>> = {},
    there?: Pick<ReturnType<typeof readExisting>, "byTeam">,
): readonly Readonly<Record<string, unknown>>[] =>
    values.map((value, index) => {
        const name = names[index] ?? "";
        const own = there?.byTeam.has(name) ? { existing: there.byTeam.get(name) } : {};
        return { ...value, ...(Object.hasOwn(exceptions, name) ? exceptions[name] : {}), ...own };
    });

/** The names of files, now and before. */
export const namedIn = ({ names, previously }: TeamFiles): readonly NamedTeam[] =>
    names.map((name, index) => ({ name, previously: previously[index] ?? [] }));

/** The files among the teams of a list, where they begin at `first`. */
export const inAreas = ({ values, areas }: TeamFiles, { shapes }: Teams, first: number): readonly DeclaredInFile[] =>
    values.map((value, index) => ({ area: areas[index] ?? "", value, made: shapes[first + index] }));

/**
 * The mistake of a folder without teams, which would delete everything; undefined if it has teams, or files that are
 * not read.
 */
export function noneIn(folder: string, { count, mistakes }: TeamFiles): Mistake | undefined {
    if (count === undefined || (count === 0 && mistakes.length === 0)) {
        const what = count === undefined ? "is no folder" : "holds no team";
        const reason = `${what}. Write a file for each, ${folder}/<area>/<team>.yaml, with "members:" in it. ${ifNoneMeant}`;
        return { property: "", reason };
    }
    return undefined;
}

/**
 * Sorted by position. At the same place, a mistake in the declaration replaces one in the YAML, because it says more;
 * a violation of the bounds is reported in addition to either.
 */
export function inOrder(
    declared: readonly FileMistake[],
    own: readonly FileMistake[],
    beyond: readonly FileMistake[] = [],
): readonly FileMistake[] {
    const place = ({ file, line, column }: FileMistake) => `${file}:${line}:${column}`;
    const told = new Set(declared.map(place));
    return [...declared, ...own.filter((one) => one.property !== "" || !told.has(place(one))), ...beyond].sort(
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
