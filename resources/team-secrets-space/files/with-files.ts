import type { Mistake } from "../../lifecycle/declared/mistake";
import { authorityMistakes } from "../authority/authority";
import type { KnownPolicy } from "../authority/platform-schema";
import { readPlatform, saidOfReviews } from "../authority/read-platform";
import type { DeclaredRules } from "../authority/rules-schema";
import { takenOverMistakes, whyNotTaken } from "../authority/taken-over";
import { type DeclaredLimits, limitsNotRead, limitsOf } from "../budget/limits";
import type { StackSettings } from "../declared/stack-settings";
import type { Memory } from "../memory/last-applied";
import type { Records } from "../memory/record";
import type { InArea } from "../teams/in-area";
import { namedInList, type Renames, renameMistakes, renamesIn } from "../teams/renames";
import type { Teams } from "../teams/teams-in";
import { excepted, inAreas, inOrder, namedIn, noneIn } from "./check-files";
import { readExisting } from "./existing-file";
import { asMistake, type FileMistake } from "./file-mistake";
import { forNobody } from "./stack-words";
import { readTeamFiles } from "./team-files";

/** Teams, and how their mistakes are reported. */
export interface DeclaredIn {
    readonly checked: Teams;
    /** Those that had another name. */
    readonly renames: Renames;
    readonly told: (mistakes: readonly Mistake[]) => readonly Mistake[];
    /** Teams with a mistake that `checked` does not have; undefined for a mistake that belongs to no team. */
    readonly broken: readonly (string | undefined)[];
    readonly limits: DeclaredLimits;
    /** What the platform file says about findings of a review; undefined if there is none, or if it has a mistake. */
    readonly rules: DeclaredRules | undefined;
    /** Policies that no team declares and that are meant to be there, by the platform file. */
    readonly known: readonly KnownPolicy[];
    /** By name: the areas of the teams that files declare. */
    readonly areas: ReadonlyMap<string, InArea>;
}

/**
 * The teams of a stack configuration and of files together, as one list; mistakes in files are reported with their
 * position.
 */
export function withFiles(
    configured: unknown,
    folder: string,
    check: (list: unknown, renames: Renames) => Teams,
    settings: StackSettings,
    // What a checkout remembers of names is not of a state.
    memory: Records & Partial<Pick<Memory, "state">>,
): DeclaredIn {
    const { exceptions, existing } = settings;
    const files = readTeamFiles(folder);
    const platform = readPlatform(folder);
    const there = readExisting(existing, files.names);
    const ofStack = [...forNobody(exceptions, files.names), ...limitsNotRead(settings, platform.file)];
    const isNothing = [undefined, null, ""].some((one) => configured === one);
    const list = isNothing ? [] : configured;
    const renames = renamesIn([...namedInList(list), ...namedIn(files)], memory);
    const first = Array.isArray(list) ? list.length : 0;
    const all = Array.isArray(list) ? [...(list as unknown[]), ...excepted(files, exceptions, there)] : list;
    const read = check(all, renames);
    const beyond = authorityMistakes(platform, inAreas(files, read, first), settings, first);
    const renamed = renameMistakes(namedIn(files), read.names, memory, first);
    const taken = memory.state ? takenOverMistakes(files, memory, platform, first) : [];
    const checked = without(read, [...renamed, ...beyond, ...taken]);
    const none = noneIn(folder, files);
    const told = (every: readonly Mistake[]) => {
        const ofExisting = (mistake: Mistake) => inExistingFile(mistake, files.names, first);
        const mistakes = every.filter((mistake) => !ofExisting(mistake));
        const placed = mistakes.flatMap((mistake) => files.placed(mistake, first) ?? []);
        const isBeyond = ({ reason }: FileMistake) => beyond.some((one) => one.reason === reason);
        const others = mistakes
            .filter((mistake) => !files.placed(mistake, first))
            // That the list is empty is reported for the folder.
            .filter(({ property }) => property !== "teams" || !isNothing)
            .map(({ property, reason }) => ({ property, reason: files.named(reason, first) }));
        const isEmpty = none && mistakes.some(({ property }) => property === "teams");
        return [
            ...ofStack,
            ...there.mistakes,
            ...every.flatMap((mistake) => {
                const its = ofExisting(mistake);
                return its ? [there.placed(its.team, its.mistake)] : [];
            }),
            ...others,
            ...(isEmpty ? [{ ...none, property: folder }] : []),
            ...inOrder(
                placed.filter((one) => !isBeyond(one)),
                [...platform.mistakes, ...files.mistakes],
                placed.filter(isBeyond),
            ).map(asMistake),
        ];
    };
    const isOfStack = ofStack.length + there.mistakes.length > 0;
    const broken = files.mistakes.map(({ file }) => files.teamOf(file));
    const isUndecided = isOfStack || none || !platform.declared;
    const limits = limitsOf(settings, platform);
    const areas = new Map(
        files.names.map((name, index) => {
            const area = files.areas[index] ?? "";
            const mayNotTake: InArea["mayNotTake"] = (space, was) => whyNotTaken({ name, area }, space, was, platform);
            return [name, { area, mayNotTake }];
        }),
    );
    const decided = isUndecided ? [undefined] : broken;
    return { checked, renames, told, broken: decided, limits, ...saidOfReviews(platform), areas };
}

/** For a mistake in what exists already of a team in a file: the team, and the mistake as one of the stack's file. */
function inExistingFile({ property, reason }: Mistake, names: readonly string[], first: number) {
    const [, index, own] = /^teams\[(\d+)\]\.(existing\b.*)$/s.exec(property) ?? [];
    const team = index === undefined ? undefined : names[Number(index) - first];
    return team === undefined || own === undefined ? undefined : { team, mistake: { property: own, reason } };
}

/** The same, but the teams with these mistakes count as not validly declared. */
function without({ teams, spaces, mistakes, ...others }: Teams, told: readonly Mistake[]): Teams {
    const wrong = new Set(told.map(({ property }) => /^teams\[\d+\]/.exec(property)?.[0]));
    const isRight = (_: unknown, index: number) => !wrong.has(`teams[${index}]`);
    return {
        ...others,
        teams: teams.map((team, index) => (isRight(team, index) ? team : undefined)),
        spaces: spaces.map((space, index) => (isRight(space, index) ? space : undefined)),
        mistakes: [...mistakes, ...told],
    };
}
