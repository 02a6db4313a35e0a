/** A role that an OPA group gives its members. */
export type OpaRole = "pam_admin" | "resource_admin" | "security_admin";

/** A user of the OPA team: a person provisioned from Okta, or a service user. */
export interface OpaUser {
    readonly id: string;
    readonly seq: number;
    readonly name: string;
    readonly userType: "human" | "service";
    status: "ACTIVE" | "DISABLED" | "DELETED";
}

/** A group of the OPA team. */
export interface OpaGroup {
    readonly id: string;
    readonly seq: number;
    name: string;
    roles: OpaRole[];
    readonly members: Set<string>;
    /** Okta's id of the target group it was pushed as; absent for a local group. The OPA API never shows it. */
    pushedAs?: string;
    deletedAtMs?: number;
}

/** A resource group. */
export interface ResourceGroup {
    readonly id: string;
    readonly seq: number;
    name: string;
    description: string;
    delegatedAdminGroupIds: string[];
}

/** A project of a resource group. */
export interface Project {
    readonly id: string;
    readonly seq: number;
    name: string;
    readonly resourceGroupId: string;
}

/** A deleted project. The API may still answer it, as deleted (docs/contracts/opa-api.md 5.2). */
export interface DeletedProject extends Project {
    readonly deletedAtMs: number;
}

/** A secret folder. */
export interface SecretFolder {
    readonly id: string;
    readonly seq: number;
    name: string;
    description: string | null;
    /** The folder it lies in; null at the top of its project. */
    readonly parentId: string | null;
    readonly resourceGroupId: string;
    readonly projectId: string;
    readonly createdMs: number;
    readonly createdBy: string;
    updatedMs: number;
    updatedBy: string;
}

/** A secret's name and folder. The tenant discards the value on arrival. */
export interface Secret extends Omit<SecretFolder, "parentId"> {
    readonly parentId: string;
}

/** A condition on a claim of a workload's token. */
export interface WorkloadCondition {
    readonly name: string;
    readonly matcher: "EQUALS" | "EXISTS" | "STARTS_WITH";
    /** Absent with `EXISTS`. */
    readonly value?: string;
}

/** OPA's trust in an issuer of tokens for workloads. */
export interface WorkloadConnection {
    readonly id: string;
    readonly seq: number;
    name: string;
    description: string;
    status: "DRAFT" | "ACTIVE" | "INACTIVE";
    jwksUrl: string;
    conditions: readonly WorkloadCondition[];
    tokenSeconds: number;
    readonly createdMs: number;
    readonly createdBy: string;
    updatedMs: number;
    updatedBy: string;
}

/** A role for workloads, which a policy may name as a principal. */
export interface WorkloadRole {
    readonly id: string;
    readonly seq: number;
    name: string;
    description: string;
    /** Each is a connection with further conditions. */
    requirements: readonly {
        readonly connectionId: string;
        readonly conditions: readonly WorkloadCondition[];
    }[];
    readonly createdMs: number;
    readonly createdBy: string;
    updatedMs: number;
    updatedBy: string;
}

/** A reference to an object that may be deleted, with the name it had, or was given, when the policy was written. */
export interface Reference {
    readonly type: string;
    readonly id: string;
    readonly name?: string;
}

/** A condition of a rule, in the vendor's own terms. */
export interface PolicyCondition {
    readonly type: "mfa" | "access_request" | "gateway";
    readonly value: Readonly<Record<string, unknown>>;
}

/** A privilege of a rule: what it lets a person do; for other things than secrets also the fields that came with it. */
export interface PolicyPrivilege {
    readonly type: string;
    readonly flags: Readonly<Record<string, boolean>>;
    readonly others?: Readonly<Record<string, unknown>>;
}

/** A rule of a security policy. */
export interface PolicyRule {
    readonly id: string;
    readonly name: string;
    readonly resourceType: string;
    /** What a rule on secrets applies to; empty for rules on anything else. */
    readonly targets: readonly Reference[];
    /** The selector of a rule on anything but secrets, kept as it came. */
    readonly otherSelector?: unknown;
    readonly privileges: readonly PolicyPrivilege[];
    readonly conditions: readonly PolicyCondition[];
    readonly overrideCheckoutSeconds?: number | null;
}

/** A security policy. */
export interface SecurityPolicy {
    readonly id: string;
    readonly seq: number;
    name: string;
    type?: string;
    description: string;
    active: boolean;
    /** Null means every resource group of the team. */
    resourceGroupId: string | null;
    userGroups: Reference[];
    workloadRoles: Reference[];
    rules: PolicyRule[];
    relationships?: unknown;
    /** Until when the policy has no effect yet, and the policy in effect until then; absent for one in effect. */
    pending?: { readonly untilMs: number; readonly before?: SecurityPolicy };
}

/** The privileges on secrets, in the order of docs/contracts/opa-api.md 3.2. */
export const secretPrivileges = [
    "list",
    "folder_create",
    "folder_update",
    "folder_delete",
    "secret_create",
    "secret_update",
    "secret_reveal",
    "secret_delete",
] as const;

/**
 * One of the privileges on secrets.
 * @useDeclaredType
 */
export type SecretPrivilege = (typeof secretPrivileges)[number];
