import type { Privilege, PrivilegeSet } from "../../opa/security-policy/declared/privileges";

/** What must be met before a privilege can be used. A key that is left out is that of the layer below. */
export interface SpaceConditions {
    /** A second factor: any, or one that cannot be phished. */
    readonly mfa?: "any" | "phishing-resistant" | undefined;
    /** For how long it counts: "each-time", or "5m" to "720m", "1h" to "12h". Default "30m". */
    readonly mfaEvery?: string | undefined;
    /** A request must be approved: a name of the stack configuration `pulumi-okta-opa:approvals`. */
    readonly approval?: string | undefined;
    /** How long an approval lasts: "30m", "8h". Default: what `pulumi-okta-opa:approvals` says. */
    readonly approvalLasts?: string | undefined;
}

/** Why nobody has access to a space any more that is kept. */
export interface SpaceRetirement {
    /** In words, 1 to 200 characters: they begin the description of the folder and the policies. */
    readonly reason: string;
    /** The day until which it is to be kept, `YYYY-MM-DD` in UTC. Nothing happens by itself then: a warning tells. */
    readonly until?: string | undefined;
    /** Levels of `access` that stay in force. They may grant `list` and nothing else. */
    readonly keeps?: string[] | undefined;
}

/** A group of Okta that is there already. */
export interface ExistingSpaceGroup {
    /** Okta's id, `00g…`. */
    readonly id: string;
    /** The one that it has. Default: that of the space. */
    readonly description?: string | undefined;
}

/** A group push mapping that is there already. */
export interface ExistingSpaceMapping {
    /** Okta's id, `gPm…`. */
    readonly id: string;
}

/** A secret folder that is there already. */
export interface ExistingSpaceFolder {
    /** OPA's id, a UUID. */
    readonly id: string;
    /** The one that it has. Default: that of the space; of a folder inside, none. */
    readonly description?: string | undefined;
}

/** A security policy that is there already. */
export interface ExistingSpacePolicy {
    /** OPA's id, a UUID. */
    readonly id: string;
    /** The one that it has. Default: the name that a space gives. */
    readonly name?: string | undefined;
    /** The one that it has. Default: that of the space. */
    readonly description?: string | undefined;
    /** The names that its rules have: of what the level grants; then, where an approval is needed, of that which shows names only. */
    readonly rules?: string[] | undefined;
}

/** What is there already of a level of access. */
export interface ExistingSpaceLevel {
    /** The group of its `members`. */
    readonly group?: ExistingSpaceGroup | undefined;
    /** The push of that group. */
    readonly mapping?: ExistingSpaceMapping | undefined;
    readonly policy?: ExistingSpacePolicy | undefined;
}

/**
 * What is there already of a space, by id: it is taken over as it is, and nothing is written to it. An id counts only while state
 * does not have the object yet. A name or description counts as long as it stands here.
 */
export interface SpaceExisting extends ExistingSpaceLevel {
    /** The space's own. */
    readonly folder?: ExistingSpaceFolder | undefined;
    /** Those inside, by path as in `folders`. */
    readonly folders?: Readonly<Record<string, ExistingSpaceFolder>> | undefined;
    /** Levels of access by name. */
    readonly access?: Readonly<Record<string, ExistingSpaceLevel>> | undefined;
}

/** One word for what somebody may do, or a list of them. */
export type DeclaredPrivileges = PrivilegeSet | Privilege | (Privilege | PrivilegeSet)[];

/** Who the team is: people by their logins, or a group that Okta has. */
export type DeclaredWho =
    | { readonly members: string[]; readonly group?: undefined }
    | { readonly group: string; readonly members?: undefined };

/** Who a level of access is for. */
export type DeclaredLevelWho =
    | (DeclaredWho & { readonly opaGroup?: undefined; readonly workloadRole?: undefined })
    | {
          readonly opaGroup: string;
          readonly members?: undefined;
          readonly group?: undefined;
          readonly workloadRole?: undefined;
      }
    | {
          readonly workloadRole: string;
          readonly members?: undefined;
          readonly group?: undefined;
          readonly opaGroup?: undefined;
      };

/** A level of access as the stack configuration declares it. Each field is explained on `SpaceLevelArgs`. */
export type DeclaredLevel = DeclaredLevelWho & {
    readonly privileges: DeclaredPrivileges;
    readonly folder?: string | undefined;
    readonly conditions?: SpaceConditions | "none" | undefined;
};

/** What a space declares besides who the team is. */
export interface DeclaredPlace {
    readonly parentFolder?: string | undefined;
    readonly resourceGroup?: string | undefined;
    readonly project?: string | undefined;
    readonly appId?: string | undefined;
    readonly groupName?: string | undefined;
    readonly folderName?: string | undefined;
    readonly description?: string | undefined;
    readonly onExistingPush?: "fail" | "adopt" | undefined;
    readonly onExisting?: "fail" | "adopt" | undefined;
    readonly onDelete?: "if-created" | "delete" | "retain" | undefined;
    readonly deleteContents?: string | undefined;
    readonly allowReplacement?: boolean | undefined;
    readonly retired?: SpaceRetirement | undefined;
    readonly privileges?: DeclaredPrivileges | undefined;
    readonly conditions?: SpaceConditions | "none" | undefined;
    readonly folders?: string[] | undefined;
    readonly access?: Readonly<Record<string, DeclaredLevel>> | undefined;
    readonly existing?: SpaceExisting | undefined;
}

/** A space as the stack configuration declares it. Each field is explained on `TeamSecretsSpaceArgs`. */
export type DeclaredSpace = DeclaredPlace & DeclaredWho;

/** A team as the stack configuration declares it: its name and its space. */
export type DeclaredTeam = DeclaredSpace & { readonly name: string };
