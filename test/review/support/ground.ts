import type { Tenant } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import { makeFolder, makeOpaGroup, makePolicy } from "../../../tenant/store/make-opa";
import type { PolicyCondition, SecretPrivilege } from "../../../tenant/store/opa-records";

const loginOf = (name: string): string =>
    name.includes("@") || name.startsWith("pulumi-") ? name : `${name}@example.com`;

/** A group that Okta has, with these people. */
export function oktaGroup(tenant: Tenant, name: string, ...people: string[]): void {
    const { store, clock } = tenant;
    const group = makeGroup(store, clock.nowMs(), { name });
    for (const one of people) {
        const user = store.userWithLogin(loginOf(one));
        if (user) store.membersOf(group.id).add(user.id);
    }
}

/** A group that only OPA has. */
export function opaGroup({ store }: Tenant, name: string, ...people: string[]): void {
    makeOpaGroup(store, name, [], people.map(loginOf));
}

/** A folder of nobody's, beside that of the teams. */
export function elsewhere({ store, clock }: Tenant): void {
    const teams = [...store.folders.values()].find(({ name, parentId }) => name === "teams" && parentId === null);
    if (!teams) throw new Error("no folder teams");
    const { resourceGroupId, projectId } = teams;
    const place = { parentId: null, resourceGroupId, projectId };
    makeFolder(store, clock.nowMs(), "admin", { name: "elsewhere", description: "", ...place });
}

/** Ids of roles that workloads may have. */
export const roles = {
    deploy: "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11",
    backup: "7c1a5e90-1b7d-4f0a-8a0e-64be2f0a2c22",
} as const;

/** Lets OPA have these roles. */
export function workloadRoles({ store, clock }: Tenant): void {
    for (const [name, id] of Object.entries(roles)) {
        const [nowMs, by] = [clock.nowMs(), "admin"];
        const about = { name, description: "", requirements: [], createdBy: by, updatedBy: by };
        store.workloadRoles.set(id, { id, seq: store.ids.next(), ...about, createdMs: nowMs, updatedMs: nowMs });
    }
}

export const mfa = (seconds = 1800, acr = "urn:okta:loa:2fa:any"): PolicyCondition => ({
    type: "mfa",
    value: { _type: "mfa", re_auth_frequency_in_seconds: seconds, acr_values: acr },
});

interface ByHand {
    readonly name: string;
    /** By their names in OPA. */
    readonly groups?: readonly string[];
    readonly roles?: readonly string[];
    readonly path: string;
    readonly may: readonly SecretPrivilege[];
    readonly conditions?: readonly PolicyCondition[];
}

/** A policy that an administrator has made. */
export function policyByHand(
    tenant: Tenant,
    { name, groups = [], roles: ids = [], path, may, conditions = [] }: ByHand,
): void {
    const { store } = tenant;
    const folder = [...store.folders.values()].find((one) => store.pathOf(one) === path);
    if (!folder) throw new Error(`no folder ${path}`);
    makePolicy(store, {
        ...{ name, description: "", active: true, resourceGroupId: null },
        userGroups: groups.map((group) => ({ type: "user_group", id: idOf(tenant, group), name: group })),
        workloadRoles: ids.map((id) => ({ type: "workload_role", id })),
        rules: [
            {
                ...{ id: store.ids.opa(), name: "by hand", resourceType: "secret_based_resource" },
                targets: [{ type: "secret_folder", id: folder.id, name: folder.name }],
                privileges: [{ type: "secret", flags: Object.fromEntries(may.map((one) => [one, true])) }],
                conditions,
            },
        ],
    });
}

function idOf({ store }: Tenant, name: string): string {
    const group = [...store.opaGroups.values()].find((one) => one.name === name && one.deletedAtMs === undefined);
    if (!group) throw new Error(`no group ${name} in OPA`);
    return group.id;
}
