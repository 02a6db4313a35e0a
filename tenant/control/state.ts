import type { Store } from "../store/store";

/**
 * Everything the tenant holds, as JSON. Deleted objects that still answer are in lists of their own. It has no key, and no
 * secret's value, because the tenant stores none.
 */
export function stateOf(store: Store): Record<string, unknown> {
    const opaGroups = [...store.opaGroups.values()].map((group) => ({ ...group, members: [...group.members] }));
    const rows = <Row>(map: ReadonlyMap<string, Row>) => [...map.values()];
    return {
        users: rows(store.users),
        groups: rows(store.groups),
        memberships: Object.fromEntries([...store.memberships].map(([groupId, userIds]) => [groupId, [...userIds]])),
        apps: rows(store.apps),
        appAssignments: Object.fromEntries(
            [...store.appAssignments].map(([appId, assignments]) => [appId, Object.fromEntries(assignments)]),
        ),
        directAssignments: Object.fromEntries(
            [...store.directAssignments].map(([appId, userIds]) => [appId, [...userIds]]),
        ),
        groupRules: rows(store.groupRules),
        mappings: rows(store.mappings),
        oauthClients: rows(store.oauthClients).map(({ publicKey: _, ...client }) => client),
        opaUsers: rows(store.opaUsers),
        opaGroups: opaGroups.filter(({ deletedAtMs }) => deletedAtMs === undefined),
        deletedOpaGroups: opaGroups.filter(({ deletedAtMs }) => deletedAtMs !== undefined),
        resourceGroups: rows(store.resourceGroups),
        projects: rows(store.projects),
        deletedProjects: rows(store.deletedProjects),
        folders: rows(store.folders),
        secrets: rows(store.secrets),
        policies: rows(store.policies),
        workloadConnections: rows(store.workloadConnections),
        workloadRoles: rows(store.workloadRoles),
    };
}
