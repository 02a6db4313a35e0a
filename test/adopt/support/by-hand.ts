import type { Tenant } from "../../../tenant";
import { makeGroup, makeMapping } from "../../../tenant/store/make-okta";
import { makeFolder, makeOpaGroup, makePolicy } from "../../../tenant/store/make-opa";
import type { OktaGroup } from "../../../tenant/store/okta-records";
import {
    type OpaGroup,
    type PolicyCondition,
    type PolicyRule,
    type SecretFolder,
    type SecretPrivilege,
    type SecurityPolicy,
    secretPrivileges,
} from "../../../tenant/store/opa-records";

/** What an administrator makes by hand, in the tenant's store: as the console, the Workflows flow and Terraform leave it. */
export class ByHand {
    readonly store: Tenant["store"];
    readonly #nowMs: number;

    constructor(readonly tenant: Tenant) {
        this.store = tenant.store;
        this.#nowMs = tenant.clock.nowMs();
    }

    /** The seeded folder that holds the teams'. */
    get teams(): SecretFolder {
        const found = [...this.store.folders.values()].find(({ name }) => name === "teams");
        if (!found) throw new Error("The tenant is not as seeded.");
        return found;
    }

    group(name: string, logins: readonly string[], more: { description?: string; appId?: string } = {}): OktaGroup {
        const type = more.appId === undefined ? "OKTA_GROUP" : "APP_GROUP";
        const group = makeGroup(this.store, this.#nowMs, { name, type, ...more });
        for (const login of logins) this.store.membersOf(group.id).add(this.store.userWithLogin(login)?.id ?? "");
        return group;
    }

    /** Pushes a group; what arrives in OPA has its name, or the one that is given. */
    push(source: OktaGroup, as = source.name, appId = this.tenant.opaAppId) {
        const target = makeGroup(this.store, this.#nowMs, { name: as, type: "APP_GROUP", appId });
        const ids = { appId, sourceGroupId: source.id, targetGroupId: target.id };
        const mapping = makeMapping(this.store, this.#nowMs, { ...ids, status: "ACTIVE" });
        mapping.lastPushMs = this.#nowMs;
        const members = [...this.store.membersOf(source.id)].flatMap((id) => this.store.users.get(id)?.login ?? []);
        const arrived = this.store.opaGroupNamed(as) ?? makeOpaGroup(this.store, as, [], members);
        arrived.pushedAs = target.id;
        return { mapping, opa: arrived };
    }

    folder(name: string, more: { in?: SecretFolder; description?: string } = {}): SecretFolder {
        const { id: parentId, resourceGroupId, projectId } = more.in ?? this.teams;
        const given = { name, description: more.description ?? "", parentId, resourceGroupId, projectId };
        return makeFolder(this.store, this.#nowMs, "console-administrator", given);
    }

    policy(
        name: string,
        groups: readonly OpaGroup[],
        rules: readonly PolicyRule[],
        more: Partial<SecurityPolicy> = {},
    ): SecurityPolicy {
        return makePolicy(this.store, {
            ...{ name, type: "default", description: "", active: true, rules: [...rules] },
            resourceGroupId: this.teams.resourceGroupId,
            userGroups: groups.map((group) => ({ type: "user_group", id: group.id, name: group.name })),
            workloadRoles: [],
            ...more,
        });
    }

    rule(
        folders: readonly SecretFolder[],
        granted: readonly SecretPrivilege[],
        more: Partial<PolicyRule> = {},
    ): PolicyRule {
        const flags = Object.fromEntries(secretPrivileges.map((one) => [one, granted.includes(one)]));
        return {
            id: this.store.ids.opa(),
            name: "Rule 1",
            resourceType: "secret_based_resource",
            targets: folders.map(({ id, name }) => ({ type: "secret_folder", id, name })),
            privileges: [{ type: "secret", flags }],
            conditions: [],
            ...more,
        };
    }
}

export const contribute = ["list", "folder_create", "secret_create", "secret_update", "secret_reveal"] as const;

export const mfaEvery = (seconds: number): PolicyCondition => ({
    type: "mfa",
    value: { _type: "mfa", re_auth_frequency_in_seconds: seconds, acr_values: "urn:okta:loa:2fa:any" },
});

export const approvalFor = (seconds: number, name = "On-call secrets"): PolicyCondition => ({
    type: "access_request",
    value: {
        _type: "access_request",
        request_type_id: "65f0c0ffee1234567890abcd",
        request_type_name: name,
        expires_after_seconds: seconds,
    },
});
