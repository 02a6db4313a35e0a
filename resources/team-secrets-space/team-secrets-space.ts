import * as okta from "@pulumi/okta";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output, output } from "@pulumi/pulumi";
import { GroupPushMapping } from "../okta/group-push-mapping/group-push-mapping";
import { OpaSecretFolder } from "../opa/secret-folder/opa-secret-folder";
import { OpaSecurityPolicy } from "../opa/security-policy/opa-security-policy";
import type { Privilege, PrivilegeSet } from "../opa/security-policy/privileges";
import { requireInProject } from "../require-in-project";
import { planOf } from "./plan";
import { programWarning } from "./program-error";

/** Who the team is, and where its secrets live. All texts are exact, upper and lower case included, unless said otherwise. */
export interface TeamSecretsSpaceArgs {
    /**
     * Logins as they are written in Okta; case is ignored. The group has these members and no others: anybody else is drift.
     * A login that does not exist is an error, where the group exists already a warning: somebody may have left. Who is not
     * active is told in a warning, too; nobody who is deactivated gets into the group.
     */
    readonly members: Input<Input<string>[]>;
    /** Path of the folder that holds the teams' folders. Default: stack configuration `pulumi-okta-opa:parentFolder`. */
    readonly parentFolder?: Input<string> | undefined;
    /** Id or exact name. Default: stack configuration `pulumi-okta-opa:resourceGroup`. */
    readonly resourceGroup?: Input<string> | undefined;
    /** Id or exact name. Default: stack configuration `pulumi-okta-opa:project`. */
    readonly project?: Input<string> | undefined;
    /** Id of the Okta Privileged Access app, `0oa…`. Default: the org's only active one. */
    readonly appId?: Input<string> | undefined;
    /**
     * Name of the Okta group, and of the group pushed to OPA, 1 to 255 characters. Default `team-{name}`. A change renames
     * the group and replaces its push, which interrupts the team's access for the time of a push.
     */
    readonly groupName?: Input<string> | undefined;
    /** Name of the folder: letters, digits, "-", "_", ".". Default: the name of the space. Changed in place. */
    readonly folderName?: Input<string> | undefined;
    /** Of the group, the folder and the policy. Default `Secrets of team {name}`. */
    readonly description?: Input<string> | undefined;
    /**
     * What to do when OPA already has the pushed group, or its mapping exists and differs: "fail" (default) names it;
     * "adopt" pushes into that group, which replaces its members. An adopted group is kept when the space is destroyed.
     */
    readonly onExistingPush?: Input<"fail" | "adopt"> | undefined;
    /**
     * What to do when the folder or the policy exists already: "fail" (default) says whose it is and how it differs; "adopt" takes
     * it into this stack, and gives the members access to what the folder holds. What an interrupted run of this space left is
     * always taken over.
     */
    readonly onExisting?: Input<"fail" | "adopt"> | undefined;
    /**
     * What destroying the space does with its folder: "if-created" (default) deletes it if it is empty and was created by the
     * space; "delete" an adopted one too; "retain" keeps it, with what is in it.
     */
    readonly onDelete?: Input<"if-created" | "delete" | "retain"> | undefined;
    /** The folder's whole path, e.g. "teams/payments": destroying the space then deletes the folder's secrets for ever. */
    readonly deleteContents?: Input<string> | undefined;
    /**
     * True lets a change of resource group, project or parent folder create a new, empty folder. Default false: such a change
     * is refused, because OPA cannot move a folder.
     */
    readonly allowReplacement?: Input<boolean> | undefined;
    /** What the members may do with the folder and everything in it. Default ["manage"]: everything, deleting included. */
    readonly privileges?: Input<Input<Privilege | PrivilegeSet>[]> | undefined;
}

/**
 * A team's place for secrets: an Okta group with its members, pushed to Okta Privileged Access, a secret folder there,
 * and a policy that lets the group use that folder.
 *
 * Destroying it removes the access first, then the pushed group, the folder (only if it is empty) and the Okta group.
 * What it needs (the app, the parent folder, the members) is looked up read-only first: one error, a RunError that ends
 * the program, lists everything that is missing, and nothing of the space is created.
 */
export class TeamSecretsSpace extends ComponentResource {
    readonly group: okta.group.Group;
    readonly memberships: okta.GroupMemberships;
    readonly mapping: GroupPushMapping;
    readonly folder: OpaSecretFolder;
    readonly policy: OpaSecurityPolicy;
    /** Name of the group, in Okta and in OPA. */
    readonly groupName: Output<string>;
    /** Whole path of the folder in its project. */
    readonly folderPath: Output<string>;
    readonly policyName: Output<string>;

    constructor(name: string, args: TeamSecretsSpaceArgs, options?: ComponentResourceOptions) {
        // Before anything, because the group would be made first.
        requireInProject();
        super("okta-opa:index:TeamSecretsSpace", name, {}, options);
        const parent = { parent: this };
        // Every name goes through the look-up, so that nothing is made before everything was found.
        const space = output(args).apply(async (declared) => {
            const plan = await planOf(name, declared);
            await Promise.all(plan.warnings.map((warning) => programWarning(warning, this)));
            return plan;
        });

        this.groupName = space.groupName;
        this.group = new okta.group.Group(
            `${name}-group`,
            { name: space.groupName, description: space.description },
            parent,
        );
        this.memberships = new okta.GroupMemberships(
            `${name}-members`,
            { groupId: this.group.id, users: space.userIds, trackAllUsers: true },
            parent,
        );
        this.mapping = new GroupPushMapping(
            `${name}-push`,
            {
                appId: space.appId,
                sourceGroupId: this.group.id,
                targetGroupName: space.groupName,
                onExistingTarget: space.onExistingPush.apply((choice) => (choice === "adopt" ? "link" : "fail")),
                onExistingMapping: space.onExistingPush,
                // A group that the space created goes with it. An adopted one stays, whatever is declared later.
                deleteTargetGroupOnDestroy: "if-created",
            },
            { ...parent, dependsOn: [this.memberships] },
        );
        this.folder = new OpaSecretFolder(
            `${name}-folder`,
            {
                resourceGroup: space.resourceGroupId,
                project: space.projectId,
                parentFolder: space.parentFolderId,
                name: space.folderName,
                description: space.description,
                onExisting: space.onExisting,
                onDelete: space.onDelete,
                deleteContents: space.deleteContents,
                allowReplacement: space.allowReplacement,
            },
            // Okta's group names are unique: the group keeps a second stack from taking over the empty folder of this one.
            { ...parent, dependsOn: [this.group] },
        );
        this.policyName = space.policyName;
        this.policy = new OpaSecurityPolicy(
            `${name}-policy`,
            {
                name: space.policyName,
                description: space.description,
                resourceGroup: space.resourceGroupId,
                principals: { userGroups: [{ name: space.groupName }] },
                rules: [{ name: space.folderName, secretFolderId: this.folder.id, privileges: space.privileges }],
                pushedBy: [this.mapping.id],
                onExisting: space.onExisting,
            },
            { ...parent, dependsOn: [this.mapping] },
        );
        this.folderPath = this.folder.path;
        this.registerOutputs({ groupName: this.groupName, folderPath: this.folderPath, policyName: this.policyName });
    }
}
