import type { Store } from "../../../tenant";
import type { PolicyRule } from "../../../tenant/store/opa-records";

/** Puts something in. Returns what tells whether all of it is there. */
export type Put = (store: Store) => () => boolean;

/** Puts a secret into each team's folder that is still there. */
export const putSecrets: Put = ({ folders, secrets, ids }) => {
    const put = [...folders.values()].flatMap((folder) => {
        if (folder.parentId === null) return [];
        const id = ids.opa();
        secrets.set(id, { ...folder, id, seq: ids.next(), name: "key", parentId: folder.id });
        return [id];
    });
    return () => put.every((id) => secrets.has(id));
};

/** Puts a rule on servers into each team's policy that is still there. */
export const putRules: Put = ({ policies, ids }) => {
    const put = [...policies.values()].flatMap((policy) => {
        if (!policy.name.startsWith("team-")) return [];
        const rule: PolicyRule = {
            ...{ id: ids.opa(), name: "ssh", resourceType: "server_based_resource", targets: [], conditions: [] },
            privileges: [{ type: "principal_account_ssh", flags: { principal_account_ssh: true } }],
        };
        policy.rules = [...policy.rules, rule];
        return [rule.id];
    });
    const there = () => new Set([...policies.values()].flatMap(({ rules }) => rules.map(({ id }) => id)));
    return () => put.every((id) => there().has(id));
};
