import type { Input } from "@pulumi/pulumi";
import type { Privilege, PrivilegeSet } from "../opa/security-policy/declared/privileges";
import type { SpaceConditions, SpaceExisting, SpaceRetirement } from "./declared/declared-team";

/** One word for what somebody may do, or a list of them. */
export type SpacePrivileges = Input<PrivilegeSet | Privilege | Input<Privilege | PrivilegeSet>[]>;

/** People by their logins. */
export interface ByMembers {
    /**
     * Logins as they are written in Okta; case is ignored. The group has these members and no others: anybody else is drift.
     * A login that does not exist is an error, where the group exists already a warning: somebody may have left. Who is not
     * active is told in a warning, too; nobody who is deactivated gets into the group.
     */
    readonly members: Input<Input<string>[]>;
    readonly group?: undefined;
}

/** A group that Okta has already. */
export interface ByGroup {
    /**
     * Exact name, or id, `00g…`. It is only read: never renamed, never deleted, its members never touched, and pinned to its id as
     * soon as it was found once. It is pushed once, however many spaces of the stack name it: write it the same way in all.
     */
    readonly group: string;
    readonly members?: undefined;
}

/** Who the team is. */
export type SpaceWho = ByMembers | ByGroup;

/** Who a level of access is for. */
export type LevelWho =
    | (SpaceWho & { readonly opaGroup?: undefined; readonly workloadRole?: undefined })
    | {
          /** Exact name of a group that OPA has already. It is not made, and not waited for. */
          readonly opaGroup: Input<string>;
          readonly members?: undefined;
          readonly group?: undefined;
          readonly workloadRole?: undefined;
      }
    | {
          /** OPA's id of a workload role. Nobody is there to pass MFA or to ask: conditions are an error, and defaults do not count. */
          readonly workloadRole: Input<string>;
          readonly members?: undefined;
          readonly group?: undefined;
          readonly opaGroup?: undefined;
      };

/** What a level of access grants, beside what the team itself may do. */
export type SpaceLevelArgs = LevelWho & {
    /** "list", "write-only", "reveal", "contribute", "manage", or OPA's privileges. */
    readonly privileges: SpacePrivileges;
    /** One of the space's `folders`, with everything below it. Default: the whole space. */
    readonly folder?: string | undefined;
    /** In place of those of the space and the stack, key by key; "none": without any. */
    readonly conditions?: Input<SpaceConditions | "none"> | undefined;
};

/** Where a team's secrets live, and what the team may do. All texts are exact, upper and lower case included, unless said otherwise. */
export interface SpaceArgs {
    /** Path of the folder that holds the teams' folders. Default: stack configuration `pulumi-okta-opa:parentFolder`. */
    readonly parentFolder?: Input<string> | undefined;
    /** Id or exact name. Default: stack configuration `pulumi-okta-opa:resourceGroup`. */
    readonly resourceGroup?: Input<string> | undefined;
    /** Id or exact name. Default: stack configuration `pulumi-okta-opa:project`. */
    readonly project?: Input<string> | undefined;
    /**
     * Id of the Okta Privileged Access app, `0oa…`. Default: stack configuration `pulumi-okta-opa:appId`, else the app that the
     * space has in state, and for a new space the org's only active one. Only an id that is written down moves a push.
     */
    readonly appId?: Input<string> | undefined;
    /**
     * Name of the Okta group that the space makes, and of the group pushed to OPA, 1 to 247 characters. Default `team-{name}`. A
     * change renames the group and replaces its push, which interrupts the team's access for the time of a push.
     */
    readonly groupName?: Input<string> | undefined;
    /** Name of the folder: letters, digits, "-", "_", ".". Default: the name of the space. Changed in place. */
    readonly folderName?: Input<string> | undefined;
    /** Of the groups, the folders and the policies. Default `Secrets of team {name}`. */
    readonly description?: Input<string> | undefined;
    /**
     * What to do when OPA already has the pushed group, or its mapping exists and differs: "fail" (default) names it;
     * "adopt" pushes into that group, which replaces its members. An adopted group is kept when the space is destroyed.
     */
    readonly onExistingPush?: Input<"fail" | "adopt"> | undefined;
    /**
     * What to do when a folder or a policy exists already: "fail" (default) says whose it is and how it differs; "adopt" takes
     * it into this stack, and gives the members access to what the folder holds. What an interrupted run of this space left is
     * always taken over.
     */
    readonly onExisting?: Input<"fail" | "adopt"> | undefined;
    /**
     * What destroying the space does with its folders: "if-created" (default) deletes each if it is empty and was created by the
     * space; "delete" an adopted one too; "retain" keeps them, with what is in them.
     */
    readonly onDelete?: Input<"if-created" | "delete" | "retain"> | undefined;
    /** The folder's whole path, e.g. "teams/payments": destroying the space then deletes the folder's secrets for ever. */
    readonly deleteContents?: Input<string> | undefined;
    /**
     * True lets a change of resource group, project or parent folder create a new, empty folder, if the old one holds nothing.
     * Default false: such a change is refused, because OPA cannot move a folder.
     */
    readonly allowReplacement?: Input<boolean> | undefined;
    /**
     * Takes the access of the team and of every level away, and keeps all else: the groups with their members and pushes, the
     * folders with what is in them. The policies stay, switched off; leaving `retired` out again switches them on. Default: none.
     */
    readonly retired?: Input<SpaceRetirement> | undefined;
    /**
     * What the team may do with the folder and everything in it. Default "contribute": see, reveal, put in and change; delete
     * nothing, since deleted secrets do not come back.
     */
    readonly privileges?: SpacePrivileges | undefined;
    /**
     * What must be met before the team, or a level that does not say otherwise, can use its privileges. Default: stack
     * configuration `pulumi-okta-opa:conditions`. "none": nothing. No level goes below `pulumi-okta-opa:minimum`.
     */
    readonly conditions?: Input<SpaceConditions | "none"> | undefined;
    /** Folders to make inside the team's, each with those on the way to it: `["dev", "prod/eu"]`. */
    readonly folders?: readonly string[] | undefined;
    /** Levels of access by name, each with a policy of its own: adding one, or writing them in another order, touches no other. */
    readonly access?: Readonly<Record<string, SpaceLevelArgs>> | undefined;
    /**
     * What is there already, by id, made by hand or by something else: it is taken over as it is, and nothing is written to it. Where
     * it differs from what is declared, the preview says how. Default: none, everything is made.
     */
    readonly existing?: SpaceExisting | undefined;
}

/** Who the team is, where its secrets live, and who may do what with them. */
export type TeamSecretsSpaceArgs = SpaceArgs & SpaceWho;
