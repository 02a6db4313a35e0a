import type { TenantSettings } from "../settings";
import type { OpaRole, PolicyCondition, SecretPrivilege } from "../store/opa-records";
import { withStrictestMfa } from "./conditions";
import type { Grant, Grants, Item } from "./grants";
import type { Subject } from "./subject";

/** A rule that gives a subject a privilege, and its conditions. */
export interface WayByPolicy extends Grant {
    /** The subject's own groups and workload roles that the policy names. */
    readonly principals: readonly { readonly name: string }[];
    /** The rule's own, with the MFA of other rules where they overlap. */
    readonly conditions: readonly PolicyCondition[];
}

/** A role that gives a subject a privilege. */
export interface WayByRole {
    readonly role: "resource_admin" | "delegated_resource_admin";
    readonly group: { readonly name: string };
}

/** What one subject may do: the only place that decides it, for the calls of OPA's API and for verdicts alike. */
export class Rights {
    readonly #groupIds: ReadonlySet<string>;
    readonly #roleIds: ReadonlySet<string>;

    constructor(
        private readonly grants: Grants,
        readonly subject: Subject,
        private readonly settings: TenantSettings,
    ) {
        this.#groupIds = new Set(subject.groups.map(({ id }) => id));
        this.#roleIds = new Set(subject.workloadRoles.map(({ id }) => id));
    }

    /** Whether a group gives the subject one of the roles. */
    hasRole(roles: readonly OpaRole[]): boolean {
        return this.subject.groups.some((group) => group.roles.some((role) => roles.includes(role)));
    }

    /** The roles with which the subject administers this resource group: any of them, or this one by delegation. */
    administration(resourceGroupId: string): readonly WayByRole[] {
        const delegated = this.grants.store.resourceGroups.get(resourceGroupId)?.delegatedAdminGroupIds ?? [];
        return this.subject.groups.flatMap((group): WayByRole[] => [
            ...(group.roles.includes("resource_admin") ? [{ role: "resource_admin", group } as const] : []),
            ...(delegated.includes(group.id) ? [{ role: "delegated_resource_admin", group } as const] : []),
        ]);
    }

    /**
     * The roles that let the subject do it without a policy: an admin of the resource group sees its folders and, by Okta's
     * help, edits those at the top, for which the API's page requires a policy (docs/contracts/opa-api.md 8).
     */
    waysByRole(item: Item, privilege: SecretPrivilege): readonly WayByRole[] {
        const isEdit = privilege === "folder_update" && item.parentId === null;
        const isByRole = privilege === "list" || (isEdit && this.settings.topLevelFolderUpdate === "resource-admins");
        return isByRole ? this.administration(item.resourceGroupId) : [];
    }

    /** Every rule that gives the subject the privilege on the folder or secret, whether its conditions are met or not. */
    waysByPolicy(item: Item, privilege: SecretPrivilege): readonly WayByPolicy[] {
        const ways = this.grants.on(item, privilege).flatMap((grant): WayByPolicy[] => {
            const principals = this.#principalsOf(grant);
            return principals.length > 0 ? [{ ...grant, principals, conditions: grant.rule.conditions }] : [];
        });
        return this.settings.overlappingMfa === "strictest" ? withStrictestMfa(ways) : ways;
    }

    #principalsOf({ policy: { userGroups, workloadRoles } }: Grant): readonly { readonly name: string }[] {
        const { groups, workloadRoles: roles } = this.subject;
        return [
            ...(userGroups.some(({ id }) => this.#groupIds.has(id))
                ? groups.filter(({ id }) => userGroups.some((one) => one.id === id))
                : []),
            ...(workloadRoles.some(({ id }) => this.#roleIds.has(id))
                ? roles.filter(({ id }) => workloadRoles.some((one) => one.id === id))
                : []),
        ];
    }
}
