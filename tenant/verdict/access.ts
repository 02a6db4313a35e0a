import type { TenantSettings } from "../settings";
import { type OpaGroup, type SecretPrivilege, secretPrivileges } from "../store/opa-records";
import type { Store } from "../store/store";
import { type Need, needOf } from "./conditions";
import { type Grant, Grants, type Item } from "./grants";
import { Rights } from "./rights";
import { type Subject, userAsSubject, workloadAsSubject } from "./subject";

/** What a rule lets some members of a group, or a workload role, do with the rule's target. */
export interface Access {
    readonly itemId: string;
    readonly policyId: string;
    readonly policy: string;
    readonly rule: string;
    readonly principal: "group" | "workload role";
    readonly groupId: string;
    /** The name of the group or of the workload role. */
    readonly group: string;
    /** The members to whom this entry applies; nobody for an empty group and for a workload role. */
    readonly people: readonly string[];
    readonly privileges: readonly SecretPrivilege[];
    /** What these people must fulfil for these privileges; another rule may demand more of other members of the group. */
    readonly asks: readonly Need[];
    /** Whether these can never be fulfilled: a service user and a workload pass no MFA and get no approval. */
    readonly isDead: boolean;
}

/**
 * Who can do what where, from the verdict on each subject: for people to read. The same holds below a folder, unless a rule
 * there demands a different MFA.
 */
export function accessIn(store: Store, settings: TenantSettings, nowMs: number): Access[] {
    const grants = new Grants(store, nowMs);
    const known = new Map<string, Rights>();
    const rightsOf = (subject: Subject) => {
        const key = `${subject.kind} ${subject.name}`;
        const rights = known.get(key) ?? new Rights(grants, subject, settings);
        known.set(key, rights);
        return rights;
    };
    const items = [...store.folders.values(), ...store.secrets.values()];
    return items.flatMap((item) =>
        grants
            .about(item)
            .flatMap((grant) =>
                principalsOf(grant, store).flatMap((principal) => accessOf(item, grant, principal, rightsOf)),
            ),
    );
}

type Principal = Pick<Access, "principal" | "groupId" | "group"> & { readonly members: readonly Subject[] };

function principalsOf({ policy }: Grant, store: Store): Principal[] {
    const groups = policy.userGroups.flatMap(({ id }) => {
        const group = store.opaGroups.get(id);
        return group && group.deletedAtMs === undefined ? [group] : [];
    });
    const roles = policy.workloadRoles.flatMap(({ id }) => store.workloadRoles.get(id) ?? []);
    return [
        ...groups.map((group) => ({
            principal: "group" as const,
            groupId: group.id,
            group: group.name,
            members: membersOf(group, store),
        })),
        ...roles.map((role) => ({
            principal: "workload role" as const,
            groupId: role.id,
            group: role.name,
            members: [workloadAsSubject(role.name, [role])],
        })),
    ];
}

/** For an empty group, a subject without a name stands for anybody who joins it. */
function membersOf(group: OpaGroup, store: Store): Subject[] {
    const users = [...group.members].flatMap((name) => store.opaUsers.get(name) ?? []);
    const active = users.filter(({ status }) => status === "ACTIVE").map((user) => userAsSubject(store, user));
    return active.length > 0 ? active : [{ name: `in ${group.id}`, kind: "human", groups: [group], workloadRoles: [] }];
}

/** One entry for all members who may do the same under the same conditions. */
function accessOf(
    item: Item,
    { policy, rule }: Grant,
    { members, ...principal }: Principal,
    rightsOf: (subject: Subject) => Rights,
): Access[] {
    const found = new Map<string, Access & { readonly people: string[] }>();
    for (const member of members) {
        for (const [asks, privileges] of asksOf(rightsOf(member), item, rule)) {
            const needs = asks.length > 0 && member.kind !== "human";
            const key = JSON.stringify([asks, privileges, needs]);
            const about = { itemId: item.id, policyId: policy.id, policy: policy.name, rule: rule.name };
            const entry = found.get(key) ?? { ...about, ...principal, people: [], privileges, asks, isDead: needs };
            if (member.groups.some(({ members: its }) => its.has(member.name))) entry.people.push(member.name);
            found.set(key, entry);
        }
    }
    return [...found.values()];
}

/** The privileges that a rule gives to a subject, grouped by the conditions that they have. */
function asksOf(rights: Rights, item: Item, rule: Grant["rule"]): (readonly [Need[], SecretPrivilege[]])[] {
    const byAsks = new Map<string, readonly [Need[], SecretPrivilege[]]>();
    for (const privilege of secretPrivileges) {
        const way = rights.waysByPolicy(item, privilege).find((one) => one.rule === rule);
        if (!way) continue;
        const asks = way.conditions.map(needOf);
        const key = JSON.stringify(asks);
        const [, privileges] = byAsks.get(key) ?? [asks, []];
        byAsks.set(key, [asks, [...privileges, privilege]]);
    }
    return [...byAsks.values()];
}
