import type { DeclaredTeam } from "../declared/declared-team";
import type { Place } from "../declared/place";
import { collisions } from "../guards/collisions";
import { isWholeInState, type Kept, keep } from "../memory/kept";
import type { Memory } from "../memory/last-applied";
import type { LastApplied } from "../memory/record";
import { type TeamSpace, type Teams, teamsIn } from "./teams-in";

/** Teams that cannot be planned, in a run that goes on with the others. */
export interface Staying {
    /** Teams that stay as they were last applied. */
    readonly kept: readonly DeclaredTeam[];
    /** Names of teams of which nothing exists yet. */
    readonly leftOut: readonly string[];
    /** Names of teams of which state has a part: they are not declared, and what is there stays. */
    readonly partly: readonly string[];
}

/**
 * Decides what happens to these teams, which cannot be planned. Undefined if the run must not go on: something else
 * is wrong too, nothing is remembered of one of them, or what is remembered conflicts with what is declared.
 *
 * @param broken Undefined stands for something that belongs to no team.
 */
export function stayingTeams(
    broken: readonly (string | undefined)[],
    { ofSpace, names, state }: Memory,
    checked: Pick<Teams, "spaces" | "names">,
    place: Place,
): Staying | undefined {
    const all = new Set(broken);
    // A program that names its spaces differently has none by the name of a team.
    if (!checked.names.some((name) => name !== undefined && ofSpace.has(name))) return undefined;
    const kept: { readonly declared: DeclaredTeam; readonly as: Kept }[] = [];
    const leftOut: string[] = [];
    const partly: TeamSpace["space"][] = [];
    for (const name of all) {
        if (name === undefined) return undefined;
        const lastApplied = ofSpace.get(name);
        const applied = lastApplied && spaceOf(name, lastApplied, place);
        if (applied && !isWholeInState(name, { ...applied, state })) partly.push(applied.space);
        else if (applied) {
            const declared = { access: {}, ...lastApplied.declared, name } as unknown as DeclaredTeam;
            kept.push({ declared, as: { lastApplied, ...applied, state } });
        } else if (names.includes(name)) return undefined;
        else leftOut.push(name);
    }
    const others = checked.spaces.filter((one) => one !== undefined && !all.has(one.space.name));
    const together = [...others.map((one) => one?.space), ...kept.map(({ as }) => as.space), ...partly];
    if (collisions(together.map((space) => ({ ...place, ...space }))).length > 0) return undefined;
    for (const { declared, as } of kept) keep(declared, as);
    return { kept: kept.map(({ declared }) => declared), leftOut, partly: partly.map(({ name }) => name) };
}

/** The space that a team had, without conditions; undefined if this version can no longer declare such a team. */
function spaceOf(name: string, { declared, namedAfter = name }: LastApplied, place: Place): TeamSpace | undefined {
    const { conditions: _, access, ...space } = declared;
    const levels = Object.entries(Object(access) as Readonly<Record<string, object>>).map(([level, one]) => {
        const { conditions: _, ...rest } = one as { readonly conditions?: unknown };
        return [level, rest] as const;
    });
    const list = [{ ...space, access: Object.fromEntries(levels), name }];
    return teamsIn(list, place, undefined, undefined, () => namedAfter).spaces[0];
}

/** The error of a program that leaves some teams as they are begins so; the others go on. */
export const notEveryTeam = "Not every declared team can be planned.";

/** The text before the mistakes. */
export function stayingInWords({ kept, leftOut, partly }: Staying): string {
    const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
    const [stays, isNotMade] = [quoted(kept.map(({ name }) => name)), quoted(leftOut)];
    const staying = kept.length > 0 ? ` As they were applied last stay: ${stays}.` : "";
    const missing = leftOut.length > 0 ? ` Not made: ${isNotMade}.` : "";
    const rest = partly.length > 0 ? ` Of these, state has only a part, which stays: ${quoted(partly)}.` : "";
    return (
        `${notEveryTeam}${staying}${missing}${rest} The others go on, and nothing is deleted in this run, whosever it ` +
        "is. As the preview ends with this error, `pulumi up` goes on with `--skip-preview` only:"
    );
}
