import type { Tenant } from "../../../tenant";

/**
 * Everything in a tenant that a stack could have made, changed or taken away: living objects, one text each. What is still on its
 * way, a group that OPA is about to delete say, arrives first.
 */
export function inventoryOf({ clock, store }: Tenant): readonly string[] {
    clock.flush();
    const living = [...store.opaGroups.values()].filter(({ deletedAtMs }) => deletedAtMs === undefined);
    const lines = (kind: string, rows: Iterable<object>) => [...rows].map((row) => `${kind} ${JSON.stringify(row)}`);
    return [
        ...lines("Okta group", store.groups.values()),
        ...lines(
            "members",
            [...store.memberships].map(([groupId, userIds]) => [groupId, [...userIds].sort()]),
        ),
        ...lines("mapping", store.mappings.values()),
        ...lines(
            "OPA group",
            living.map((group) => ({ ...group, members: [...group.members].sort() })),
        ),
        ...lines("folder", store.folders.values()),
        ...lines("secret", store.secrets.values()),
        ...lines("policy", store.policies.values()),
    ].sort();
}

/** The one row that fits; throws unless there is exactly one. */
export function only<Row>(rows: Iterable<Row>, isIt: (row: Row) => boolean): Row {
    const [row, ...more] = [...rows].filter(isIt);
    if (row === undefined || more.length > 0) throw new Error(`There are ${more.length + (row ? 1 : 0)}, not one.`);
    return row;
}
