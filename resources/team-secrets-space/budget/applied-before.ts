import { type PlacedTeam, placed } from "../../review/checkout/read-checkout";
import type { Place } from "../declared/place";
import { type StackSettings, usualSettings } from "../declared/stack-settings";
import type { Memory } from "../memory/last-applied";
import type { LastApplied } from "../memory/record";
import { teamsIn } from "../teams/teams-in";
import { type DeclaredAs, settingsThen } from "./declared-as";

/** The declarations on one side of a change. */
export interface Side {
    readonly teams: ReadonlyMap<string, PlacedTeam>;
    readonly namedAfter: ReadonlyMap<string, string>;
    readonly settings: StackSettings;
    readonly stackFile: undefined;
}

/**
 * What was applied last of the teams that `declaredTeams` gives out, by what state remembers. A team of which nothing
 * is remembered although it is in state was begun by a run that has ended since: it counts as it is declared now.
 */
export function appliedBefore(
    { ofSpace, names }: Pick<Memory, "ofSpace" | "names">,
    head: Omit<Side, "stackFile">,
): Side {
    const stacks = new Map<string, StackSettings>();
    const settingsOf = (as: DeclaredAs) => {
        const key = JSON.stringify(as.stack);
        const settings = stacks.get(key) ?? settingsThen(as);
        stacks.set(key, settings);
        return settings;
    };
    const records = [...ofSpace].flatMap(([space, record]) => {
        const { declaredAs: as, namedAfter = space } = record;
        // A program may call its spaces otherwise than its teams; a team that was renamed has the name that it had.
        const id = namedAfter === space ? (as?.team ?? space) : namedAfter;
        return as ? [{ id, as, team: teamIn(record, as, id, settingsOf) }] : [];
    });
    const known = new Set(records.map(({ as }) => as.team));
    const begun = [...head.teams].filter(([name]) => names.includes(name) && !known.has(name));
    // This version cannot read what another one has applied: it counts as unchanged, unless it goes.
    const unread = records.flatMap(({ as, team }) => {
        const now = head.teams.get(as.team);
        return !team && now ? [[as.team, now] as const] : [];
    });
    const approvals = [...stacks.values()].map((settings) => Object.entries(settings.approvals));
    return {
        teams: new Map([
            ...begun,
            ...unread,
            ...records.flatMap(({ as, team }) => (team ? [[as.team, team] as const] : [])),
        ]),
        namedAfter: new Map([
            ...begun.map(([name]) => [name, head.namedAfter.get(name) ?? name] as const),
            ...records.map(({ as, id }) => [as.team, id] as const),
        ]),
        settings: { ...usualSettings, approvals: Object.fromEntries(approvals.flat()) },
        stackFile: undefined,
    };
}

function teamIn(
    record: LastApplied,
    as: DeclaredAs,
    namedAfter: string,
    settingsOf: (as: DeclaredAs) => StackSettings,
): PlacedTeam | undefined {
    const { conditions: _, approvals: __, ...place } = as.stack;
    const value = { ...(as.declared ?? record.declared), name: as.team };
    const [shape] = teamsIn([value], place, undefined, settingsOf(as), () => namedAfter).shapes;
    return shape && placed(shape, place as Place);
}
