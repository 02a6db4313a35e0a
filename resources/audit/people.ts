import type { Access, PushDifference } from "../access/document";
import { loginKey } from "../okta/lookups/find-user";
import { principalOf } from "../review/checkout/rulings";
import { count, quoted, quotedList } from "../review/page/words";
import { covers } from "../review/rights/ruling";
import type { Audited } from "./audited";
import type { Finding, Subject } from "./document";
import { finding } from "./found-right";
import type { FoundTeam } from "./places";

/** The groups of teams that have more people, or may do more, than is declared. */
export function strayPeople(audited: Audited, teams: readonly FoundTeam[]): readonly Finding[] {
    const groups = groupsOf(teams);
    return [
        ...groups.flatMap((one) => extraMembers(one, audited.access)),
        ...(audited.access.pushDifferences ?? []).flatMap((one) => onlyInOpa(one, groups, teams, audited.access)),
        ...overCap(audited, groups),
        ...groups.flatMap(({ group, teams: names }) => withRole(group, names, audited)),
    ];
}

/** A group in OPA that grants of teams are for. */
interface TeamGroup {
    readonly group: string;
    readonly teams: readonly string[];
    /** By login; undefined: the group's people are not declared here. */
    readonly people: readonly string[] | undefined;
}

function groupsOf(teams: readonly FoundTeam[]): readonly TeamGroup[] {
    const groups = new Map<string, { group: string; teams: string[]; people: readonly string[] | undefined }>();
    for (const { team } of teams) {
        for (const grant of team.grants) {
            const principal = principalOf(grant);
            if (principal.kind === "workload role") continue;
            const people = principal.kind === "people" ? principal.people : undefined;
            const known = groups.get(principal.group) ?? { group: principal.group, teams: [], people: undefined };
            if (!known.teams.includes(team.space.name)) known.teams.push(team.space.name);
            groups.set(principal.group, { ...known, people: people ?? known.people });
        }
    }
    return [...groups.values()];
}

/** Whom OPA lets in by a group that a team declares person by person, although the declaration does not have them. */
function extraMembers({ group, teams, people }: TeamGroup, { groups = [] }: Access): readonly Finding[] {
    const live = groups.find(({ name }) => name === group)?.members;
    if (!people || !live) return [];
    const declared = new Set(people.map(loginKey));
    const extra = live.filter(
        ({ name, isService, isActive }) => isActive && (isService || !declared.has(loginKey(name))),
    );
    if (extra.length === 0) return [];
    const names = extra.map(({ name }) => name);
    const what = `OPA has ${quotedList(names, 10)} in group ${quoted(group)} of team ${quotedList(teams, 5)}, which the declaration does not.`;
    return [finding("extra-member", what, { teams: [...teams], who: extra.map(subjectOf), isGrave: true })];
}

const subjectOf = ({ name, isService }: { readonly name: string; readonly isService: boolean }): Subject => ({
    kind: isService ? "service user" : "person",
    name,
    members: null,
});

/** Compared with Okta: also groups that OPA has anything to do with in folders of teams. */
function onlyInOpa(
    { group, notInOkta }: PushDifference,
    groups: readonly TeamGroup[],
    teams: readonly FoundTeam[],
    { rules = [], groups: live = [] }: Access,
): readonly Finding[] {
    const own = groups.find((one) => one.group === group);
    const through = rules.filter((rule) => rule.groups.some(({ name }) => name === group));
    const reached = own
        ? own.teams
        : teams
              .filter(({ spot }) => through.some((rule) => covers(rule, spot) || covers(spot, rule)))
              .map(({ team }) => team.space.name);
    const members = new Map(live.find(({ name }) => name === group)?.members?.map((one) => [loginKey(one.name), one]));
    const declared = new Set(own?.people?.map(loginKey));
    // Whoever is not declared either was told already.
    const others = notInOkta.filter((one) => !own?.people || declared.has(loginKey(one)));
    if (others.length === 0 || reached.length === 0) return [];
    const what = `OPA has ${quotedList(others, 10)} in group ${quoted(group)}, and Okta does not.`;
    const who = others.map((name) => subjectOf(members.get(loginKey(name)) ?? { name, isService: false }));
    return [finding("only-in-opa", what, { teams: [...reached].sort(), who, isGrave: true })];
}

function overCap({ declared, access }: Audited, groups: readonly TeamGroup[]): readonly Finding[] {
    return Object.entries(declared.settings.groups ?? {}).flatMap(([name, { maxMembers }]) => {
        const members = access.groups?.find((one) => one.name === name)?.members?.filter(({ isActive }) => isActive);
        const own = groups.find(({ group }) => group === name);
        if (maxMembers === undefined || !members || !own || members.length <= maxMembers) return [];
        const what = `Group ${quoted(name)} has ${count(members.length, "person", "people")} in OPA, and the stack allows ${maxMembers}.`;
        const who = [{ kind: "group" as const, name, members: members.length }];
        return [finding("over-cap", what, { teams: [...own.teams], who })];
    });
}

function withRole(group: string, teams: readonly string[], { marks }: Audited): readonly Finding[] {
    const roles = marks?.roles.get(group) ?? [];
    if (roles.length === 0) return [];
    const what = `Group ${quoted(group)} of team ${quotedList(teams, 5)} has the role ${quotedList(roles, 5)} in OPA.`;
    const who = [{ kind: "group" as const, name: group, members: null }];
    return [finding("admin-role", what, { teams: [...teams], who, isGrave: true })];
}
