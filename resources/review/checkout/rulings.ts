import type { Access, LiveRule } from "../../access/document";
import { type Grant, rulesOf } from "../../team-secrets-space/declared/grants";
import type { Principal, Ruling, Spot } from "../rights/ruling";
import { wayOf } from "../rights/way";
import type { Declared, PlacedTeam } from "./read-checkout";

/** The key of a team's level, among everything that grants something. */
export const grantKey = (team: string, level: string | undefined): string =>
    level === undefined ? `team ${team}` : `team ${team}/${level}`;

/** The key of a policy that no declaration has made. */
export const policyKey = ({ policyId }: Pick<LiveRule, "policyId">): string => `policy ${policyId}`;

/** The rules that the spaces of a checkout make, without those of policies that are switched off. */
export function rulingsOf({ teams, settings }: Declared, moved: Moved, madeBy: MadeGroups): readonly Ruling[] {
    const ofGrant = (team: PlacedTeam, grant: Grant): Ruling[] => {
        const common = { ...moved(spotOf(team, grant)), grant: grantKey(team.space.name, grant.level) };
        const principal = principalOf(grant);
        // A level may be for the group that another space makes.
        const principals = principal.kind === "group" && principal.isOfOpa ? madeBy(principal.group) : [principal];
        return rulesOf(grant, team.space.folderName, team.settings ?? settings).flatMap(({ privileges, conditions }) =>
            principals.map((one) => ({ ...common, principal: one, privileges, way: wayOf(conditions) })),
        );
    };
    return [...teams.values()].flatMap((team) =>
        team.grants.filter(({ hasAccess }) => hasAccess).flatMap((grant) => ofGrant(team, grant)),
    );
}

/** The folder of a grant. */
const spotOf = ({ spot }: PlacedTeam, { folder }: Grant): Spot =>
    folder === undefined ? spot : { ...spot, path: `${spot.path}/${folder}` };

/** Who a grant is for. */
export function principalOf({
    members,
    group,
    opaGroup,
    workloadRole,
    groupName,
}: Pick<Grant, "members" | "group" | "opaGroup" | "workloadRole" | "groupName">): Principal {
    if (members) return { kind: "people", group: groupName, people: members };
    if (workloadRole !== undefined) return { kind: "workload role", id: workloadRole, name: workloadRole };
    if (group !== undefined) return { kind: "group", group, isOfOpa: false };
    return { kind: "group", group: opaGroup ?? "", isOfOpa: true };
}

/** Where a folder will be: a renamed space keeps its folder, with everything in it. */
export type Moved = (spot: Spot) => Spot;

/** A folder that gets another name, with everything in it. */
export interface Renamed {
    readonly from: Spot;
    readonly to: Spot;
}

/** The folders that are renamed in place between two checkouts. */
export function renamedFolders(base: Declared, head: Declared): readonly Renamed[] {
    return [...base.teams.values()].flatMap(({ space, spot }) => {
        const now = head.teams.get(space.name)?.spot;
        if (!now || now.path === spot.path) return [];
        const above = ({ resourceGroup, project, path }: Spot) =>
            JSON.stringify([resourceGroup, project, folderOf(path)]);
        return above(now) === above(spot) ? [{ from: spot, to: now }] : [];
    });
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Tells where folders will be after these renames. */
export function movedBy(renamed: readonly Renamed[]): Moved {
    return (spot) => {
        const one = renamed.find(
            ({ from }) =>
                from.resourceGroup === spot.resourceGroup &&
                from.project === spot.project &&
                (spot.path === from.path || spot.path.startsWith(`${from.path}/`)),
        );
        return one ? { ...spot, path: one.to.path + spot.path.slice(one.from.path.length) } : spot;
    };
}

/** The rules of policies in OPA that neither checkout declares, without rules on a single secret. */
export function foreignRules({ rules = [] }: Access, declared: ReadonlySet<string>): readonly LiveRule[] {
    return rules.filter(({ policy, secretId }) => !declared.has(policy) && secretId === undefined);
}

/** What such rules let anybody do. */
export function liveRulings(rules: readonly LiveRule[], moved: Moved, madeBy: MadeGroups): readonly Ruling[] {
    return rules.flatMap((rule) => {
        const { resourceGroup, project, path, privileges, conditions } = rule;
        const common = {
            ...moved({ resourceGroup, project, path }),
            ...{ grant: policyKey(rule), privileges, way: wayOf(conditions) },
        };
        const principals: Principal[] = [
            ...rule.groups.flatMap(({ name }) => madeBy(name)),
            ...rule.workloadRoles.map(({ id, name }) => ({ kind: "workload role" as const, id, name })),
        ];
        return principals.map((principal) => ({ ...common, principal }));
    });
}

/** The people of an OPA group on one side: for a space's own group, the declared people, and nobody once it is gone. */
export type MadeGroups = (name: string) => readonly Principal[];

/** Makes that function for one side. */
export function madeGroups(side: Declared, other: Declared): MadeGroups {
    const made = groupsMade(side);
    const elsewhere = groupsMade(other);
    return (name) => {
        const own = made.get(name);
        if (own) return [own];
        return elsewhere.has(name) ? [] : [{ kind: "group", group: name, isOfOpa: true }];
    };
}

function groupsMade({ teams }: Declared): ReadonlyMap<string, Principal> {
    const all = [...teams.values()].flatMap(({ grants }) => grants.filter(({ members }) => members));
    return new Map(all.map((grant) => [grant.groupName, principalOf(grant)]));
}

/** The names of all policies that a checkout declares. */
export const policyNames = ({ teams }: Declared): readonly string[] =>
    [...teams.values()].flatMap(({ grants }) => grants.map(({ policyName }) => policyName));
