import { type CustomResourceOptions, getProject, getStack, type Input, type Output } from "@pulumi/pulumi";
import { existingIdKey, ownerKey } from "../../lifecycle/declared/plain";
import { given } from "../../lifecycle/given";
import { ownerOf } from "../../lifecycle/run/owner-mark";
import { StoredResource } from "../../lifecycle/stored-resource";
import { requireInProject } from "../../require-in-project";
import type { DeclaredCondition } from "./declared/condition";
import type { Privilege, PrivilegeSet } from "./declared/privileges";
import { declaredSchema } from "./declared/schema";

/** A group of OPA, by its name (case-sensitive) or by its id. */
export type OpaGroupReference = { readonly name: Input<string> } | { readonly id: Input<string> };

/** Who may use what the rules grant; 1 to 40 in all. */
export interface PolicyPrincipals {
    /** A group pushed from Okta is waited for. The built-in group "everyone" is refused, by OPA too. */
    readonly userGroups?: Input<Input<OpaGroupReference>[]> | undefined;
    readonly workloadRoles?: Input<Input<{ readonly id: Input<string> }>[]> | undefined;
}

/** The person must have passed MFA lately. Changing this makes everybody pass MFA again. */
export interface MfaCondition {
    readonly conditionType: "mfa";
    /** Seconds: 0 asks every time, else 300 to 43200. Default 1800. */
    readonly reAuthFrequencyInSeconds?: Input<number> | undefined;
    /** "phr" asks for a phishing-resistant factor. Default "urn:okta:loa:2fa:any": any second factor. */
    readonly acrValues?: Input<"urn:okta:loa:2fa:any" | "phr"> | undefined;
}

/**
 * Somebody must have approved a request; a rule may ask for several. OPA has no list of request types: take id and name
 * from Okta Access Requests.
 */
export interface AccessRequestCondition {
    readonly conditionType: "access_request";
    /** 1 to 64 characters. */
    readonly requestTypeId: Input<string>;
    /** 1 to 1024 characters. */
    readonly requestTypeName: Input<string>;
    /** Seconds the approval lasts, at least 1. */
    readonly expiresAfterSeconds: Input<number>;
}

/** What the principals may do with one folder, and all below it, or with one secret. */
export interface PolicyRule {
    /** 1 to 256 characters, unique in its policy. */
    readonly name: Input<string>;
    /** Id of a folder, or the resource id of an `OpaSecretFolder`. Exactly one of this, `secretId` and `raw`. */
    readonly secretFolderId?: Input<string> | undefined;
    /** A rule on one secret cannot grant folder_create or secret_create. */
    readonly secretId?: Input<string> | undefined;
    /** Privileges by OPA's names, or the sets "write-only", "reveal", "contribute", "manage", which are spelled out in the preview. */
    readonly privileges?: Input<Input<Privilege | PrivilegeSet>[]> | undefined;
    /** All must be met. Default none. A gateway is a condition on servers only. */
    readonly conditions?: Input<Input<MfaCondition | AccessRequestCondition>[]> | undefined;
    /**
     * A rule as OPA's API writes it, sent as it is: on anything other than secrets (servers, AD, databases), or on secrets
     * in a form that the other properties cannot express.
     */
    readonly raw?: Input<Record<string, unknown>> | undefined;
}

/** Who may do what where. */
export interface OpaSecurityPolicyArgs {
    /** 1 to 255 characters. Changed in place, as is everything here. */
    readonly name: Input<string>;
    /**
     * Default empty. What OPA keeps ends with a mark that says which resource the policy belongs to,
     * `[pulumi:project/stack/resource]`; it is never shown as a change.
     */
    readonly description?: Input<string> | undefined;
    /** Default true. A policy that is not active grants nothing. */
    readonly active?: Input<boolean> | undefined;
    /** Id or exact name of the resource group the policy is for. Exactly one of this and `scope`. */
    readonly resourceGroup?: Input<string> | undefined;
    /** "team": the policy is for every resource group, also future ones. */
    readonly scope?: Input<"team"> | undefined;
    readonly principals: Input<PolicyPrincipals>;
    /**
     * 1 to 30. A rule on secrets that is not declared here is drift, and removed by the next `pulumi up`. A rule on anything
     * else that is not declared is left as it is.
     */
    readonly rules: Input<Input<PolicyRule>[]>;
    /** Seconds to wait for a group declared by name to arrive in OPA, 0 to 3600, default 60. */
    readonly waitForGroups?: Input<number> | undefined;
    /**
     * Resource ids of the group push mappings that bring groups declared by name. When one of them becomes another mapping,
     * the groups are looked up again: OPA may have a new group of the old name, which the policy does not know. Default none.
     */
    readonly pushedBy?: Input<Input<string>[]> | undefined;
    /**
     * What to do when a policy of this name exists: "fail" (default) is an error that says whose it is and where it differs;
     * "adopt" changes it to what is declared, also if another stack made it. Only used while creating. One that an interrupted
     * run of this very resource made is always taken over.
     */
    readonly onExisting?: Input<"fail" | "adopt"> | undefined;
    /**
     * OPA's id of an existing policy, which is taken over as it is, without a write; never another one of its name. If the
     * policy is not as declared (unless `onExisting` is "adopt") or belongs to another resource, that is an error, which
     * names each difference. Only used while creating. Default: none.
     */
    readonly existingId?: Input<string | undefined> | undefined;
}

/** The principals of a policy in its outputs: each group as it was declared, by name or by id. */
export interface AppliedPrincipals {
    readonly userGroups: readonly { readonly name?: string; readonly id?: string }[];
    readonly workloadRoles: readonly { readonly id: string }[];
}

/** A rule of a policy in its outputs: sets of privileges spelled out, defaults filled in. */
export interface AppliedPolicyRule {
    readonly name: string;
    readonly secretFolderId?: string;
    readonly secretId?: string;
    /** By OPA's names; after a refresh also those that this version does not know. */
    readonly privileges?: readonly string[];
    readonly conditions?: readonly DeclaredCondition[];
    readonly raw?: Readonly<Record<string, unknown>>;
}

/**
 * A security policy of Okta Privileged Access: who may use which secrets. Deleting it takes away what it grants, at once;
 * that is refused while the policy has rules on other things that are not declared. One that another resource has adopted
 * since is left to that.
 *
 * The resource id is OPA's id of the policy.
 */
export class OpaSecurityPolicy extends StoredResource {
    declare readonly policyId: Output<string>;
    declare readonly name: Output<string>;
    declare readonly description: Output<string>;
    declare readonly active: Output<boolean>;
    declare readonly resourceGroup: Output<string | undefined>;
    declare readonly scope: Output<"team" | undefined>;
    declare readonly principals: Output<AppliedPrincipals>;
    /** In the order of their names. */
    declare readonly rules: Output<readonly AppliedPolicyRule[]>;
    declare readonly waitForGroups: Output<number>;
    declare readonly pushedBy: Output<readonly string[] | undefined>;
    declare readonly onExisting: Output<"fail" | "adopt">;
    /** Absent for a policy with the scope "team". */
    declare readonly resourceGroupId: Output<string | undefined>;
    /** OPA's ids of the groups, not Okta's; sorted. */
    declare readonly userGroupIds: Output<string[]>;
    /** Rules on other things than secrets that are not declared and stay as they are, as "name (server_based_resource)". */
    declare readonly otherRules: Output<string[]>;

    constructor(name: string, args: OpaSecurityPolicyArgs, options?: CustomResourceOptions) {
        requireInProject();
        const made = {
            policyId: undefined,
            resourceGroupId: undefined,
            userGroupIds: undefined,
            otherRules: undefined,
        };
        const { existingId, ...declared } = args;
        const hidden = { [existingIdKey]: existingId, [ownerKey]: ownerOf(getProject(), getStack(), name) };
        super("opa:SecurityPolicy", name, { ...made, ...given(declaredSchema, declared), ...hidden }, options);
    }
}
