import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Records } from "../memory/record";
import type { Renamed } from "./renamed";

/** A team of the list, as far as its name goes. */
export interface NamedTeam {
    readonly name: string;
    /** The former names that it gives, the latest first. */
    readonly previously: readonly string[];
}

/** By name: the teams that had another name. */
export type Renames = ReadonlyMap<string, Renamed>;

/**
 * Which teams were renamed, according to state: a renamed team is still the same team, and its objects keep their
 * names.
 */
export function renamesIn(teams: readonly NamedTeam[], { ofSpace, names }: Records): Renames {
    return new Map(
        teams.flatMap(({ name, previously }) => {
            const was = names.includes(name) ? undefined : previously.find((one) => names.includes(one));
            const namedAfter = ofSpace.get(was ?? name)?.namedAfter ?? was ?? name;
            if (was === undefined && namedAfter === name && previously.length === 0) return [];
            // A run may have been killed between two resources: each may still have the former name.
            const aliases = [...new Set([...previously, namedAfter])].filter((one) => one !== name);
            return [[name, { namedAfter, aliases, was }] as const];
        }),
    );
}

/** If nothing is known about state. */
const nothing: Pick<Records, "names"> = { names: [] };

/**
 * The mistakes in `previously`, reported as mistakes of teams in a list, where these teams begin at `first`.
 *
 * @param all The names of all teams of the list.
 */
export function renameMistakes(
    teams: readonly NamedTeam[],
    all: readonly (string | undefined)[],
    { names } = nothing,
    first = 0,
): readonly Mistake[] {
    return teams.flatMap((team, index) => {
        const reason = wrongTogether(team, teams, all) ?? wrongByState(team, all, names);
        return reason === undefined ? [] : [{ property: `teams[${first + index}].previously`, reason }];
    });
}

function wrongTogether(
    { name, previously }: NamedTeam,
    teams: readonly NamedTeam[],
    all: readonly (string | undefined)[],
): string | undefined {
    const declared = previously.find((one) => all.some((other) => other !== name && isAlike(one, other)));
    if (declared !== undefined) {
        return `"${declared}" is a team that is still declared. Take it out here, or that team's declaration.`;
    }
    const others = teams.filter((other) => other.name !== name);
    const shared = previously.find((one) => others.some((other) => other.previously.some((it) => isAlike(one, it))));
    return shared && `"${shared}" is said by another team, too. Only one can have been it: take it out of the other.`;
}

const isAlike = (one: string, other: string | undefined): boolean => one.toLowerCase() === other?.toLowerCase();

function wrongByState(
    { name, previously }: NamedTeam,
    all: readonly (string | undefined)[],
    names: readonly string[],
): string | undefined {
    // A stack without teams has nothing that could be renamed.
    if (previously.length === 0 || names.length === 0) return undefined;
    const there = previously.find((one) => names.includes(one));
    if (names.includes(name)) {
        return there && `"${there}" is in state, and so is "${name}": they are two teams. Take it out.`;
    }
    if (there !== undefined) return undefined;
    const gone = names.filter((one) => !all.includes(one));
    const known = gone.length > 0 ? `In state, and not declared: ${gone.join(", ")}. ` : "";
    const said = previously.map((one) => `"${one}"`).join(", ");
    return `${said}: state has no such team. ${known}Write the name that this team had, or take it out if the team is new.`;
}

/** The teams of a list as it is written, if they have a name. */
export function namedInList(list: unknown): readonly NamedTeam[] {
    if (!Array.isArray(list)) return [];
    return (list as readonly unknown[]).flatMap((one) => {
        const { name } = Object(one) as { readonly name?: unknown };
        return typeof name === "string" ? [{ name, previously: [] }] : [];
    });
}
