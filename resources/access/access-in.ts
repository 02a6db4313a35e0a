import { type Access, type LiveGroup, type LiveRule, type Row, sorted } from "./document";
import { type Placed, placesIn } from "./places";
import { type ActiveRule, activeRulesOf } from "./read-policies";
import type { Seen } from "./seen";

/**
 * Who may do what where, by policies alone: what roles let administrators see or edit is not in it. A rule on a folder has
 * an entry for that folder and for each one below it.
 */
export function accessIn(seen: Seen): Access {
    const { rules, notUnderstood, otherRules } = activeRulesOf(seen.policies);
    const placesOf = placesIn(seen.folders);
    const placed = rules.map((rule) => ({ rule, ...placesOf(rule) }));
    const lost = placed.filter(({ places }) => places.length === 0);
    const isGone = ({ isKnown }: { readonly isKnown: boolean }) => isKnown || seen.isEveryFolderSeen;
    const rows = placed.flatMap(({ rule, places }) => rowsOf(rule, places, seen));
    return {
        format: 1,
        rows: sorted(rows, (row) => [
            row.resourceGroup,
            row.project,
            row.path,
            row.secretId ?? "",
            row.policy,
            row.policyId,
            row.rule,
            row.group ?? "",
            row.kind,
            row.person ?? "",
            row.privileges,
            row.conditions,
        ]),
        rules: sorted(
            placed.flatMap(({ rule, places }) => liveRule(rule, places, seen)),
            Object.values,
        ),
        groups: sorted(groupsIn(rules, seen), ({ name, id }) => [name, id]),
        folders: sorted(
            seen.folders.map(({ id, resourceGroup, project, path, secretIds }) => ({
                ...{ folderId: id, resourceGroup, project, path },
                secrets: secretIds.length,
            })),
            ({ resourceGroup, project, path, folderId }) => [resourceGroup, project, path, folderId],
        ),
        notUnderstood: sorted(notUnderstood, Object.values),
        nowhere: sorted(lost.filter(isGone).map(lostRule), Object.values),
        otherRules: sorted(otherRules, Object.values),
        incomplete: sorted(
            [
                ...new Set([
                    ...seen.unseen,
                    ...lost.filter((one) => !isGone(one)).map(({ rule }) => unplaced(rule)),
                    ...rows.flatMap(({ kind, group }) =>
                        kind === "unseen members" ? [`the members of group "${group}"`] : [],
                    ),
                ]),
            ],
            (text) => [text],
        ),
    };
}

function liveRule(rule: ActiveRule, places: readonly Placed[], { groups }: Seen): LiveRule[] {
    const begins = places.find(({ inheritedFrom }) => inheritedFrom === undefined);
    if (!begins) return [];
    const { policy, policyId, target, privileges, conditions } = rule;
    const { resourceGroup, project, path } = begins.folder;
    const living = rule.groups.filter(({ id }) => !groups || groups.has(id));
    return [
        {
            ...{ policy, policyId, rule: rule.rule, resourceGroup, project, path },
            ...(target.isFolder ? {} : { secretId: target.id }),
            groups: living.map(({ id, name }) => ({ id, name: groups?.get(id)?.name ?? name ?? id })),
            workloadRoles: rule.workloadRoles.map(({ id, name }) => ({ id, name: name ?? id })),
            privileges: [...privileges],
            conditions: [...conditions],
        },
    ];
}

function groupsIn(rules: readonly ActiveRule[], { groups }: Seen): LiveGroup[] {
    const ids = new Set(rules.flatMap((rule) => rule.groups.map(({ id }) => id)));
    return [...ids].flatMap((id) => {
        const live = groups?.get(id);
        if (!live) return [];
        const members = live.members?.map(({ name, isService, isActive }) => ({ name, isService, isActive }));
        return [{ id, name: live.name, members: members ? sorted(members, ({ name }) => [name]) : null }];
    });
}

const lostRule = ({ rule: { policy, policyId, rule, target } }: { readonly rule: ActiveRule }) => ({
    policy,
    policyId,
    rule,
    targetId: target.id,
});

function unplaced({ policy, rule, target }: ActiveRule): string {
    const what = target.isFolder ? "folder" : "secret";
    return `where ${what} ${target.id} is, which rule "${rule}" of policy "${policy}" is about`;
}

function rowsOf(rule: ActiveRule, places: readonly Placed[], seen: Seen): Row[] {
    const whoever = [...groupRows(rule, seen), ...roleRows(rule)];
    const { policy, policyId, target, conditions } = rule;
    const privileges = rule.privileges.filter((one) => target.isFolder || !notOnASecret(one));
    if (privileges.length === 0) return [];
    return places.flatMap(({ folder, inheritedFrom }) =>
        whoever.map((who) => ({
            ...who,
            resourceGroup: folder.resourceGroup,
            project: folder.project,
            path: folder.path,
            folderId: folder.id,
            ...(target.isFolder ? {} : { secretId: target.id }),
            privileges: [...privileges],
            conditions: [...conditions],
            // Nobody can answer for them (docs/contracts/opa-api.md 2.6, 9).
            canUse: conditions.length === 0 || who.kind === "person" || who.kind === "unseen members",
            policy,
            policyId,
            rule: rule.rule,
            ...(inheritedFrom === undefined ? {} : { inheritedFrom }),
        })),
    );
}

/** A secret contains nothing, and is no folder (docs/contracts/opa-api.md 3.2). */
const notOnASecret = (privilege: string): boolean => privilege.startsWith("folder_") || privilege === "secret_create";

type Who = Pick<Row, "person" | "kind" | "group" | "groupId">;

function groupRows({ groups }: ActiveRule, seen: Seen): Who[] {
    const once = new Map(groups.map((group) => [group.id, group]));
    return [...once.values()].flatMap(({ id, name }): Who[] => {
        const live = seen.groups?.get(id);
        if (seen.groups && !live) return [];
        const its = { group: live?.name ?? name ?? id, groupId: id };
        if (!live?.members) return [{ person: null, kind: "unseen members", ...its }];
        return live.members
            .filter(({ isActive }) => isActive)
            .map((member) => ({ person: member.name, kind: member.isService ? "service user" : "person", ...its }));
    });
}

function roleRows({ workloadRoles }: ActiveRule): Who[] {
    const once = new Map(workloadRoles.map((role) => [role.id, role]));
    return [...once.values()].map(({ id, name }) => ({
        person: name ?? id,
        kind: "workload role",
        group: null,
        groupId: null,
    }));
}
