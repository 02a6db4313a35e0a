import { checked, shown } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { type Grant, grantMistakes, grantsOf, type NamedSpace } from "../declared/grants";
import { groupNameFor, nameMistakes } from "../declared/names";
import type { Place } from "../declared/place";
import { type Team, teamSchema, togetherMistakes } from "../declared/space-schema";
import { type StackSettings, usualSettings } from "../declared/stack-settings";
import { unquotedIn } from "../declared/unquoted";
import { collisions } from "../guards/collisions";

/** Key of the stack configuration that says, with `true`, that there are to be no teams. */
export const noTeamsKey = "pulumi-okta-opa:noTeams";

/** How to declare a team. */
const example = 'Write "- name: payments" with "members:" below it.';

/** How to declare that there are no teams. */
export const ifNoneMeant = `If no team is to keep its access and its group, run \`pulumi config set ${noTeamsKey} true\`.`;

/** The space of a team, with what it grants. */
export interface TeamSpace {
    readonly space: Team & NamedSpace;
    readonly grants: readonly Grant[];
}

export interface Teams {
    /** In order; undefined in place of a team with a mistake. */
    readonly teams: readonly (Team | undefined)[];
    readonly spaces: readonly (TeamSpace | undefined)[];
    /** The same, but including teams with mistakes in their grants only. */
    readonly shapes: readonly (TeamSpace | undefined)[];
    readonly mistakes: readonly Mistake[];
    /** The teams' names, where they are given. */
    readonly names: readonly (string | undefined)[];
    /** Each team as far as it could be read. */
    readonly read: readonly Properties[];
    /** The mistakes that concern more than one team. */
    readonly together: readonly Mistake[];
}

/**
 * The teams in a configuration value, in `place` by default, and every mistake that can be found without a network.
 * If there are to be no teams, `noTeams` must say so: a list that was emptied by mistake would delete everything.
 */
export function teamsIn(
    value: unknown,
    place: Place,
    noTeams?: string,
    settings = usualSettings,
    namedAfter: NamedAfter = (name) => name,
): Teams {
    const flag = flagMistakes(value, noTeams);
    const nothing = { teams: [], spaces: [], shapes: [], names: [], read: [] };
    const none = (reason: string) => {
        const mistakes = [...flag, { property: "teams", reason }];
        return { ...nothing, mistakes, together: mistakes };
    };
    const isEmpty = [undefined, null, ""].some((one) => value === one) || (Array.isArray(value) && value.length === 0);
    if (isEmpty && noTeams === "true") return { ...nothing, mistakes: [], together: [] };
    if (isEmpty) return none(`${value === undefined ? "is missing" : "is empty"}. ${example} ${ifNoneMeant}`);
    if (!Array.isArray(value)) return none(`is not a list of teams. ${example}`);
    const results = value.map((one) => teamIn(one, settings, namedAfter));
    const together = [
        ...flag,
        ...collisions(results.map(({ inputs }) => ({ ...place, ...withFormerName(inputs, namedAfter) }))),
    ];
    const own = results.flatMap(({ mistakes }, index) => mistakes.map((mistake) => ofTeam(index, mistake)));
    const isOfFlag = (one: Mistake) => flag.includes(one);
    return {
        teams: results.map(({ inputs, made }) => made && (inputs as Team)),
        spaces: results.map(({ made }) => made),
        shapes: results.map(({ shape }) => shape),
        names: results.map(({ inputs: { name } }) => (typeof name === "string" ? name : undefined)),
        read: results.map(({ inputs }) => inputs),
        mistakes: [...flag, ...own, ...together.filter((one) => !isOfFlag(one))],
        together,
    };
}

/**
 * Assigns a mistake that a look-up found to its team. A mistake in the stack configuration for all teams belongs to
 * none.
 */
export function inTeam(index: number, mistake: Mistake): Mistake {
    return mistake.property.includes(":") ? mistake : ofTeam(index, mistake);
}

function ofTeam(index: number, { property, reason }: Mistake): Mistake {
    return { property: `teams[${index}]${property === "" ? "" : "."}${property}`, reason };
}

interface ReadTeam {
    readonly inputs: Properties;
    readonly mistakes: readonly Mistake[];
    /** The space that it makes; undefined if the declaration has a mistake. */
    readonly made?: TeamSpace | undefined;
    readonly shape?: TeamSpace | undefined;
}

/** The name that a team's objects are based on: the one that it had when they were made. */
type NamedAfter = (name: string) => string;

const withFormerName = (team: Properties, namedAfter: NamedAfter): Properties => {
    const { name } = team;
    return typeof name === "string" ? { ...team, namedAfter: namedAfter(name) } : team;
};

function teamIn(value: unknown, settings: StackSettings, namedAfter: NamedAfter): ReadTeam {
    const refused = (reason: string) => ({ inputs: {}, mistakes: [{ property: "", reason }] });
    if (value === null || value === undefined) return refused(`is empty. ${example}`);
    if (Array.isArray(value)) return refused(`${shown(value)}: is a list in the list of teams. ${example}`);
    const declared: Properties = typeof value === "object" ? { ...value } : { name: value };
    const unquoted = unquotedIn(declared);
    const said = new Set(unquoted.map(({ property }) => property));
    const { inputs, mistakes } = checked(teamSchema, declared);
    const others = mistakes.filter(({ property }) => !said.has(property));
    const isNamed = ![...unquoted, ...others].some(({ property }) => property === "name");
    const wrong = [
        ...unquoted,
        ...others,
        ...(isNamed ? nameMistakes(inputs["name"], inputs) : []),
        ...togetherMistakes(inputs),
    ];
    if (wrong.length > 0) return { inputs, mistakes: wrong };
    const space = withNames(inputs as Team, namedAfter);
    const grants = grantsOf(space, settings);
    const below = grantMistakes(space, grants, settings);
    const shape = { space, grants };
    return { inputs, mistakes: below, made: below.length > 0 ? undefined : shape, shape };
}

/** A team with the names that its space will have. */
export function withNames(team: Team, namedAfter: NamedAfter = (name) => name) {
    const name = namedAfter(team.name);
    const { groupName = groupNameFor(name), folderName = name } = team;
    return { ...team, groupName, folderName };
}

/** A flag left behind would some day let a list be emptied by mistake. */
function flagMistakes(value: unknown, noTeams: string | undefined): readonly Mistake[] {
    const told = (reason: string) => [{ property: noTeamsKey, reason }];
    if (noTeams !== undefined && !["true", "false"].includes(noTeams)) {
        return told(`${shown(noTeams)}: use true or false.`);
    }
    if (noTeams !== "true" || !Array.isArray(value) || value.length === 0) return [];
    return told(`is true, but teams are declared. Run \`pulumi config rm ${noTeamsKey}\`.`);
}
