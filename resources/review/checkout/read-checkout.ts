import { existsSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { KnownPolicy } from "../../team-secrets-space/authority/platform-schema";
import { type Platform, readPlatform, saidOfReviews } from "../../team-secrets-space/authority/read-platform";
import type { DeclaredRules } from "../../team-secrets-space/authority/rules-schema";
import { type DeclaredLimits, limitsOf } from "../../team-secrets-space/budget/limits";
import { lostInWords, type TeamsBefore } from "../../team-secrets-space/budget/lost";
import { defaultPlace } from "../../team-secrets-space/declared/place";
import { foldersIn } from "../../team-secrets-space/declared/space-schema";
import { type StackSettings, stackSettings } from "../../team-secrets-space/declared/stack-settings";
import { asMistake } from "../../team-secrets-space/files/file-mistake";
import { forNobody } from "../../team-secrets-space/files/stack-words";
import { withFiles } from "../../team-secrets-space/files/with-files";
import type { Renames } from "../../team-secrets-space/teams/renames";
import { noTeamsKey, type TeamSpace, type Teams, teamsIn } from "../../team-secrets-space/teams/teams-in";
import type { Spot } from "../rights/ruling";
import { rememberedBefore, rememberedOf } from "./names";
import { readStackFile } from "./stack-file";

/** A team of a checkout, with its place. */
export interface PlacedTeam extends TeamSpace {
    /** Its folder; the folders inside are below it. */
    readonly spot: Spot;
    /** The paths of its folder and of those inside, in their project. */
    readonly paths: readonly string[];
    /** The stack's settings when it was applied, if they need not be those of the checkout. */
    readonly settings?: StackSettings;
}

/** What a checkout declares. */
export interface Declared {
    /** By name. */
    readonly teams: ReadonlyMap<string, PlacedTeam>;
    /** By name: the name that the team's objects are based on, which is another one if the team was renamed. */
    readonly namedAfter: ReadonlyMap<string, string>;
    readonly settings: StackSettings;
    /** Policies that no team declares and that are meant to be there, from the platform file. */
    readonly known?: readonly KnownPolicy[] | undefined;
    /** The stack's file, by its name; undefined if there is none. */
    readonly stackFile: string | undefined;
    /** What limits a change to this; undefined: nothing does. */
    readonly limits?: DeclaredLimits | undefined;
    /** What its platform file says about findings; undefined: everything as usual. */
    readonly rules?: DeclaredRules | undefined;
}

/** What is applied, and what is to be. */
export interface Checkouts {
    readonly base: Declared;
    readonly head: Declared;
}

/** What a checkout declares, and its mistakes. */
export interface Checkout {
    readonly declared: Declared;
    /** With file, line and column if it is in a team's file. */
    readonly mistakes: readonly Mistake[];
}

/** Where in a checkout things are. */
export interface Whereabouts {
    /** The folder of teams' files, from the checkout's folder. */
    readonly teams: string;
    readonly stack: string | undefined;
}

/**
 * Reads the teams of a checkout like a program that uses `declaredTeams({ files })`: with the same code, but without
 * Okta and OPA.
 *
 * @param before What was declared before, if this is the head of a change; without it the checkout may be empty.
 */
export function readCheckout(folder: string, { teams: files, stack }: Whereabouts, before?: Declared): Checkout {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
        throw new Error(`${folder} is no folder. Name the folder of a checkout: the one with Pulumi.yaml.`);
    }
    const { config, teams: list, file, mistakes: inFile } = readStackFile(folder, stack);
    const { settings, mistakes: inSettings } = stackSettings(config);
    const place = defaultPlace(config);
    const path = join(folder, files);
    const memory = before ? rememberedOf(before.namedAfter) : rememberedBefore(path);
    const former = (name: string, renames: Renames) =>
        renames.get(name)?.namedAfter ?? memory.ofSpace.get(name)?.namedAfter ?? name;
    const check = (value: unknown, renames: Renames) =>
        teamsIn(value, place, config.get(noTeamsKey), settings, (name) => former(name, renames));
    const { checked, renames, told, broken, limits, rules, known } =
        existsSync(path) || list === undefined
            ? withFiles(
                  list,
                  path,
                  check,
                  { ...settings, existing: settings.existing && join(folder, settings.existing) },
                  memory,
              )
            : inConfiguration(check(list, new Map()), forNobody(settings.exceptions, []), settings, readPlatform(path));
    const isNothing = before === undefined && !existsSync(path) && list === undefined;
    const own = isNothing ? [] : told(checked.mistakes);
    const lost = own.length > 0 && before ? lostInWords(teamsBefore(before), checked, broken, "declared before") : [];
    const spaces = checked.spaces.flatMap((one) => one ?? []);
    return {
        declared: {
            teams: new Map(spaces.map((one) => [one.space.name, placed(one, place)])),
            namedAfter: new Map(spaces.map(({ space: { name } }) => [name, former(name, renames)])),
            settings,
            known,
            stackFile: file,
            rules,
            limits: { ...limits, where: limits.prefix === "" ? relative(folder, limits.where) : limits.where },
        },
        mistakes: [...inFile, ...inSettings, ...own, ...lost.map((reason) => ({ property: files, reason }))],
    };
}

const inConfiguration = (checked: Teams, nobody: readonly Mistake[], settings: StackSettings, platform: Platform) => ({
    checked,
    limits: limitsOf(settings),
    ...saidOfReviews(platform),
    renames: new Map() as Renames,
    broken: [],
    told: (all: readonly Mistake[]) => [...nobody, ...all, ...platform.mistakes.map(asMistake)],
});

/** What base declares, without the names that follow from a team's own. */
const teamsBefore = ({ teams }: Declared): TeamsBefore =>
    new Map(
        [...teams].map(([name, { space }]) => {
            const { groupName: _, folderName: __, ...declared } = space;
            return [name, declared] as const;
        }),
    );

/** A team, in this place by default. */
export function placed(team: TeamSpace, place: ReturnType<typeof defaultPlace>): PlacedTeam {
    const { resourceGroup, project, parentFolder, folderName, folders } = team.space;
    const above = parentFolder ?? place.parentFolder;
    const path = [above, folderName].filter(Boolean).join("/");
    const spot = {
        resourceGroup: resourceGroup ?? place.resourceGroup ?? "",
        project: project ?? place.project ?? "",
        path: path.replaceAll(/^\/+|\/+$/g, ""),
    };
    return { ...team, spot, paths: [spot.path, ...foldersIn(folders).map((one) => `${spot.path}/${one}`)] };
}
