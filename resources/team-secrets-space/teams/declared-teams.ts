import { Config } from "@pulumi/pulumi";
import { type Mistake, mistakesInWords } from "../../lifecycle/declared/mistake";
import { messageOf } from "../../lifecycle/run/unfinished";
import type { FoundFolder } from "../../opa/secret-folder/find-folder";
import { programConfig } from "../../program-config";
import { programError, programWarning } from "../../program-error";
import { noteGiven } from "../budget/declared-as";
import { limitsOf } from "../budget/limits";
import { appliedTeams, lostInWords } from "../budget/lost";
import { stopChange } from "../budget/stop-change";
import type { DeclaredTeam } from "../declared/declared-team";
import { asDeclared } from "../declared/names";
import { defaultPlace } from "../declared/place";
import type { Team } from "../declared/space-schema";
import { type StackSettings, stackSettings } from "../declared/stack-settings";
import { readExisting } from "../files/existing-file";
import { forNobody } from "../files/stack-words";
import { type DeclaredIn, withFiles } from "../files/with-files";
import { territorialCollisions } from "../guards/collisions";
import { type Crowd, crowded, crowdedReason, isTooMany } from "../guards/crowded";
import { lookAtGoing } from "../guards/going";
import { neighboursOfRun } from "../guards/neighbours";
import { territoryAt } from "../guards/territory";
import { findPrerequisites, type Prerequisites, PrerequisitesMissing } from "../lookups/prerequisites";
import { type Memory, memoryOfStack } from "../memory/last-applied";
import { handOn } from "./checked-before";
import { noteArea } from "./in-area";
import { noteRenamed } from "./renamed";
import { namedInList, type Renames, renamesIn } from "./renames";
import { stayingInWords, stayingTeams } from "./staying";
import { inTeam, noTeamsKey, type Teams, teamsIn } from "./teams-in";

/** Where teams are declared in addition to the stack configuration. */
export interface DeclaredTeamsOptions {
    /**
     * A folder of files `<area>/<team>.yaml`, one team each, relative to the project's folder: "teams". They are added
     * to the teams of the stack configuration. Default: none, only the stack configuration is read.
     */
    readonly files?: string | undefined;
}

/**
 * The teams that the stack configuration declares under `teams`, and those of `files`. They are checked by
 * themselves, against each other and, with reads only, against what Okta and OPA have. A team that cannot be planned
 * stays as it was last applied: the program goes on, and fails at its end. If that is not possible, it throws one
 * RunError with every mistake, before anything is created. Having no teams is a mistake too, unless
 * `pulumi-okta-opa:noTeams` is true: without teams, everything that was made for them is deleted.
 */
export async function declaredTeams({ files }: DeclaredTeamsOptions = {}): Promise<readonly DeclaredTeam[]> {
    const { settings, mistakes: inSettings } = stackSettings(programConfig);
    const flag = programConfig.get(noTeamsKey);
    const memory = await memoryOfStack();
    const namedAfter = (name: string, renames: Renames) =>
        renames.get(name)?.namedAfter ?? memory.ofSpace.get(name)?.namedAfter ?? name;
    const check = (list: unknown, renames: Renames) =>
        teamsIn(list, defaultPlace(programConfig), flag, settings, (name) => namedAfter(name, renames));
    const { checked, renames, told, broken, limits, areas } =
        files === undefined
            ? inConfiguration(
                  check,
                  memory,
                  [...forNobody(settings.exceptions, []), ...readExisting(settings.existing, []).mistakes],
                  settings,
              )
            : withFiles(configured(), files, check, settings, memory);
    const { teams, spaces, mistakes } = checked;
    // Before anything is looked up: what is refused here is refused whatever Okta and OPA have.
    if (![...inSettings, ...checked.together].some(Boolean) && !broken.includes(undefined)) {
        const place = defaultPlace(programConfig);
        await stopChange({
            checked,
            broken,
            settings,
            place,
            memory,
            limits,
            namedAfter: (name) => namedAfter(name, renames),
        });
    }
    const pinsOf = (name: string) => memory.ofSpace.get(renames.get(name)?.was ?? name)?.people;
    const found = await Promise.allSettled(
        spaces.map(async (one) => {
            if (!one) return undefined;
            const { space, grants } = one;
            return findPrerequisites(space, grants, settings, programConfig, undefined, undefined, pinsOf(space.name));
        }),
    );
    const clashes = territorialCollisions(
        teams.map((team) => ({ ...team })),
        spaces.map((one, index) => {
            const levelNames = one?.grants.slice(1).map(({ groupName }) => groupName);
            return one && territoryAt(parentIn(found[index]), { ...one.space, levelNames });
        }),
    );
    const crowd = crowded(found.map(crowdIn));
    const tooMany = crowd.filter(isTooMany);
    const failures = found.map((result) => (result.status === "rejected" ? (result.reason as unknown) : undefined));
    const missing = failures.flatMap((failure, index) => missingIn(failure, index, teams[index]));
    const full = tooMany.map((one) => inTeam(one.space, { property: one.property, reason: crowdedReason(one) }));
    const heading = files === undefined ? "The teams in the stack configuration" : "The declared teams";
    const wrong = [...inSettings, ...told([...mistakes, ...missing, ...clashes, ...full])];
    const failure = failures.find((one) => one !== undefined && !(one instanceof PrerequisitesMissing));
    const isAnyWrongTogether = [failure, ...inSettings, ...checked.together, ...clashes, ...full].some(Boolean);
    const names = [...broken, ...[...mistakes, ...missing].map((one) => checked.names[indexIn(one)])];
    const staying =
        wrong.length > 0 && !isAnyWrongTogether
            ? stayingTeams(names, memory, checked, defaultPlace(programConfig))
            : undefined;
    const lost = lostInWords(appliedTeams(memory), checked, broken);
    if (!staying) refuse(heading, wrong, lost);
    if (failure) throw programError(messageOf(failure));
    // Nobody catches this rejection: the program goes on, but ends as failed (docs/contracts/pulumi-engine.md 3.6).
    if (staying) void Promise.reject(programError(inWords(stayingInWords(staying), wrong, lost)));
    const declared = spaces.flatMap((one) => (one ? [one.space] : []));
    // In a run in which a team stays as it was, nothing is deleted.
    const going = staying ? { mistakes: [], warnings: [] } : await lookAtGoing(memory, declared, renames);
    refuse(heading, going.mistakes);
    const warnings = [...neighboursOfRun().unsaid(crowd), ...going.warnings];
    await Promise.all(warnings.map((told) => programWarning(told)));
    const planned = teams.flatMap((team, index) => {
        const grants = spaces[index]?.grants;
        const result = found[index];
        if (!team || !grants || names.includes(team.name) || result?.status !== "fulfilled" || !result.value) return [];
        const declared = asTeam(team);
        const renamed = renames.get(team.name);
        if (renamed) noteRenamed(declared, renamed);
        noteGiven(declared, settings, defaultPlace(programConfig));
        const area = areas.get(team.name);
        if (area) noteArea(declared, area);
        handOn(declared, { team, grants, found: result.value }, pinsOf(team.name));
        return [declared];
    });
    return [...planned, ...(staying?.kept ?? [])];
}

function inConfiguration(
    check: (list: unknown, renames: Renames) => Teams,
    memory: Memory,
    nobody: readonly Mistake[],
    settings: StackSettings,
): DeclaredIn {
    const list = configured();
    const renames = renamesIn(namedInList(list), memory);
    const checked = check(list, renames);
    const broken = nobody.length > 0 ? [undefined] : [];
    return {
        checked,
        renames,
        told: (all) => [...nobody, ...all],
        broken,
        limits: limitsOf(settings),
        rules: undefined,
        known: [],
        areas: new Map(),
    };
}

/** Which team of the list a mistake is about; -1 for none. */
const indexIn = ({ property }: Mistake): number => Number(/^teams\[(\d+)\]/.exec(property)?.[1] ?? -1);

/** As it was declared: conditions as they are written, and privileges by name. */
function asTeam({ conditions, access, ...team }: Team): DeclaredTeam {
    const levels = Object.entries(access).map(([name, level]) => [name, { ...level, ...written(level) }]);
    return { ...team, ...written({ conditions }), access: Object.fromEntries(levels) } as DeclaredTeam;
}

const written = ({ conditions }: Pick<Team, "conditions">) =>
    conditions === undefined ? {} : { conditions: conditions.none ? ("none" as const) : conditions };

/** The parent folder, which may have been found even if something else was not. */
function parentIn(result: PromiseSettledResult<Prerequisites | undefined> | undefined): FoundFolder | undefined {
    if (result?.status === "fulfilled") return result.value?.parent;
    return result?.reason instanceof PrerequisitesMissing ? result.reason.parent : undefined;
}

/** The people who were found. */
function crowdIn(result: PromiseSettledResult<Prerequisites | undefined>): Crowd {
    const none = { projectId: undefined, seats: [] };
    if (result.status === "fulfilled") return result.value ?? none;
    return result.reason instanceof PrerequisitesMissing ? result.reason.crowd : none;
}

function configured(): unknown {
    const config = new Config();
    try {
        return config.getObject<unknown>("teams");
    } catch {
        // A text is not a list of teams: that is reported with everything else.
        return config.get("teams");
    }
}

function missingIn(failure: unknown, index: number, team: object = {}): readonly Mistake[] {
    if (!(failure instanceof PrerequisitesMissing)) return [];
    return failure.mistakes.map(({ property, reason }) =>
        inTeam(index, { property: asDeclared(property, { ...team }), reason }),
    );
}

function refuse(heading: string, mistakes: readonly Mistake[], lost: readonly string[] = []): void {
    if (mistakes.length === 0) return;
    throw programError(inWords(`${heading} are not valid; nothing was changed:`, mistakes, lost));
}

function inWords(heading: string, mistakes: readonly Mistake[], lost: readonly string[]): string {
    const each = [...new Map(mistakes.map((one) => [`${one.property} ${one.reason}`, one])).values()];
    return [mistakesInWords(heading, each), ...lost].join("\n");
}
