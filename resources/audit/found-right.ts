import type { Access, LiveRule } from "../access/document";
import { isGrave } from "../review/page/effects";
import { needsInWords, quoted, quotedList } from "../review/page/words";
import { type Spot, spotKey } from "../review/rights/ruling";
import { wayOf } from "../review/rights/way";
import type { Finding, Kind, Subject } from "./document";
import { remedies } from "./remedies";

/** What a rule gives to whom, as findings have it. */
export function rightOf(
    rule: LiveRule,
    access: Access,
): Pick<Finding, "policy" | "rule" | "where" | "who" | "privileges"> & {
    readonly conditions: string;
} {
    const { policy, policyId, resourceGroup, project, path, privileges, conditions } = rule;
    return {
        policy: { id: policyId, name: policy },
        rule: rule.rule,
        where: { resourceGroup, project, path },
        who: whoOf(rule, access),
        privileges: [...privileges],
        conditions: needsInWords(wayOf(conditions)),
    };
}

export function whoOf({ groups, workloadRoles }: LiveRule, access: Access): Subject[] {
    const counts = new Map(access.groups?.map(({ id, members }) => [id, members?.length ?? null]));
    return [
        ...groups.map(({ id, name }) => ({ kind: "group" as const, name, members: counts.get(id) ?? null })),
        ...workloadRoles.map(({ name }) => ({ kind: "workload role" as const, name, members: null })),
    ];
}

const nothing = { policy: null, rule: null, where: null, who: [], privileges: [], conditions: null };

/** A finding with why it matters and what to do. */
export function finding(
    kind: Kind,
    what: string,
    more: Partial<Omit<Finding, "kind" | "what" | "why" | "remedy">>,
): Finding {
    const all = { ...nothing, teams: [], ...more };
    return { kind, isGrave: all.privileges.some(isGrave), ...all, what, ...remedies[kind] };
}

/** Whom a rule is for, in words. */
export function whoInWords(who: readonly Subject[]): string {
    if (who.length === 0) return "nobody";
    const one = ({ kind, name, members }: Subject) =>
        `${kind} ${quoted(name)}${members === null ? "" : ` (${members})`}`;
    const more = who.length > 5 ? `, and ${who.length - 5} more` : "";
    return `${who.slice(0, 5).map(one).join(", ")}${more}`;
}

export const teamsInWords = (teams: readonly string[]): string =>
    teams.length === 1 ? `team ${quotedList(teams, 1)}` : `${teams.length} teams: ${quotedList(teams, 5)}`;

export const isSpot = (one: Spot, other: Spot): boolean => spotKey(one) === spotKey(other);
