import type { Store } from "./store";

/** Removes deleted objects from every policy: as principals and as targets of rules. */
export function dropReferences(store: Store, goneIds: ReadonlySet<string>): void {
    const isThere = ({ id }: { readonly id: string }) => !goneIds.has(id);
    for (const policy of store.policies.values()) {
        policy.userGroups = policy.userGroups.filter(isThere);
        policy.rules = policy.rules.map((rule) => ({ ...rule, targets: rule.targets.filter(isThere) }));
    }
}
