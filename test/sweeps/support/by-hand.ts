import type { Tenant } from "../../../tenant";
import type { OktaGroup } from "../../../tenant/store/okta-records";
import type { SecretFolder, SecurityPolicy } from "../../../tenant/store/opa-records";
import type { Deed } from "./events";

/** What a team has now, found by what state or the declaration calls it. */
export interface Belongings {
    readonly group: OktaGroup | undefined;
    readonly folder: SecretFolder | undefined;
    readonly policy: SecurityPolicy | undefined;
}

/** Does by hand what is possible, straight in the store; what comes of it later comes. Returns ids of what is new. */
export function doByHand(tenant: Tenant, deed: Deed, belongings: Belongings, number: number): readonly string[] {
    return deeds[deed](tenant, belongings, number) ?? [];
}

type Hands = (tenant: Tenant, belongings: Belongings, number: number) => readonly string[] | undefined;

const mappingOf = ({ store }: Tenant, group: OktaGroup | undefined) =>
    [...store.mappings.values()].find(({ sourceGroupId }) => sourceGroupId === group?.id);

const deeds: Readonly<Record<Deed, Hands>> = {
    "put a secret"({ store }, { folder }, number) {
        if (!folder) return undefined;
        const [id, seq] = [store.ids.opa(), store.ids.next()];
        store.secrets.set(id, { ...folder, id, seq, name: `key-${number}`, parentId: folder.id });
        return [id];
    },
    "rename the folder"(_, { folder }, number) {
        if (folder) folder.name = `renamed-${number}`;
        return undefined;
    },
    "describe the folder"(_, { folder }, number) {
        if (folder) folder.description = `described ${number}`;
        return undefined;
    },
    "delete the empty folder"({ store }, { folder }) {
        if (folder && store.itemsOf(folder.id).length === 0) store.removeFolder(folder.id);
        return undefined;
    },
    "switch the policy off"(_, { policy }) {
        if (policy) policy.active = false;
        return undefined;
    },
    "empty the policy"(_, { policy }) {
        if (policy) policy.userGroups = [];
        return undefined;
    },
    "delete the policy"({ store }, { policy }) {
        if (policy) store.policies.delete(policy.id);
        return undefined;
    },
    "switch the push off"(tenant, { group }) {
        const mapping = mappingOf(tenant, group);
        if (mapping) mapping.status = "INACTIVE";
        return undefined;
    },
    "delete the push"(tenant, { group }) {
        tenant.store.mappings.delete(mappingOf(tenant, group)?.id ?? "");
        return undefined;
    },
    "delete the push with its group"(tenant, { group }) {
        const mapping = mappingOf(tenant, group);
        if (!mapping) return undefined;
        const { store, clock } = tenant;
        store.mappings.delete(mapping.id);
        store.groups.delete(mapping.targetGroupId);
        for (const one of store.opaGroups.values()) {
            if (one.pushedAs === mapping.targetGroupId) one.deletedAtMs ??= clock.nowMs();
        }
        return undefined;
    },
    "add a member"({ store }, { group }) {
        const user = store.userWithLogin("emma@example.com");
        if (group && user) store.membersOf(group.id).add(user.id);
        return undefined;
    },
    "take all members out"({ store }, { group }) {
        if (group) store.membersOf(group.id).clear();
        return undefined;
    },
    "rename the group"(_, { group }, number) {
        if (group) group.name = `renamed-${number}`;
        return undefined;
    },
};
