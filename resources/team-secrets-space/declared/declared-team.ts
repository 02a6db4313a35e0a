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
}

/** A space as the stack configuration declares it. Each field is explained on `TeamSecretsSpaceArgs`. */
export type DeclaredSpace = DeclaredPlace & DeclaredWho;

/** A team as the stack configuration declares it: its name and its space. */
export type DeclaredTeam = DeclaredSpace & { readonly name: string };
