import * as okta from "@pulumi/okta";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { GroupPushMapping } from "../okta/group-push-mapping/group-push-mapping";
import { OpaSecretFolder } from "../opa/secret-folder/opa-secret-folder";
import { type Privilege, type PrivilegeSet, spelledOut } from "../opa/security-policy/declared/privileges";
import { OpaSecurityPolicy } from "../opa/security-policy/opa-security-policy";
import { requireInProject } from "../require-in-project";
import { ifMade, knownFrom, later } from "./known";
import type { Plan } from "./plan";
import { inTheWay, planInProgram, settled } from "./space-in-program";

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
    /**
     * Id of the Okta Privileged Access app, `0oa…`. Default: stack configuration `pulumi-okta-opa:appId`, else the app that the
     * space has in state, and for a new space the org's only active one. Only an id that is written down moves a push.
     */
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
        const plan = planInProgram(name, this, { ...args }, options);
        // Everything goes through the look-up, so that nothing is made before all that is known was found.
        const planned = <T>(needs: readonly (keyof TeamSecretsSpaceArgs)[], value: (plan: Plan) => T) =>
            knownFrom(
                needs.map((property) => args[property]),
                async () => value(await plan),
            );
        const groupName = planned(["groupName"], (space) => space.groupName);
        const folderName = planned(["folderName"], (space) => space.folderName);
        const description = planned(["description"], (space) => space.description);
        const onExistingPush = planned(["onExistingPush"], (space) => space.onExistingPush);
        const onExisting = planned(["onExisting"], (space) => space.onExisting);
        const resourceGroup = planned(["resourceGroup"], (space) => space.resourceGroupId ?? later<string>());

        this.group = new okta.group.Group(`${name}-group`, { name: groupName, description }, parent);
        this.memberships = new okta.GroupMemberships(
            `${name}-members`,
            {
                groupId: this.group.id,
                users: planned(["members"], (space) => space.userIds ?? later<string[]>()),
                trackAllUsers: true,
            },
            parent,
        );
        // In the form that its check gives it, part by part: a refresh shows what is written otherwise as a difference.
        this.mapping = new GroupPushMapping(
            `${name}-push`,
            {
                appId: planned(["appId"], (space) => space.appId ?? onlyOne(space.appCandidates)),
                appCandidates: planned(["appId"], (space) => (space.appId ? undefined : space.appCandidates)),
                nameTaken: knownFrom([args.groupName], async () => inTheWay(this.group, name, await plan)),
                sourceGroupId: this.group.id,
                targetGroupName: groupName,
                status: "ACTIVE",
                onExistingTarget: onExistingPush.apply((choice) => (choice === "adopt" ? "link" : "fail")),
                onExistingMapping: onExistingPush,
                // A group that the space created goes with it. An adopted one stays, whatever is declared later.
                deleteTargetGroupOnDestroy: "if-created",
                waitForPush: 300,
            },
            { ...parent, dependsOn: [this.memberships] },
        );
        this.folder = new OpaSecretFolder(
            `${name}-folder`,
            {
                resourceGroup,
                project: planned(["resourceGroup", "project"], (space) => space.projectId ?? later<string>()),
                parentFolder: planned(
                    ["resourceGroup", "project", "parentFolder"],
                    (space) => space.parent?.folderId ?? later<string>(),
                ),
                name: folderName,
                description,
                createParents: false,
                onExisting,
                onDelete: planned(["onDelete"], (space) => space.onDelete),
                deleteContents: planned(["deleteContents"], (space) => space.deleteContents),
                allowReplacement: planned(["allowReplacement"], (space) => space.allowReplacement),
            },
            // Okta's group names are unique: the group keeps a second stack from taking over the empty folder of this one.
            { ...parent, dependsOn: [this.group] },
        );
        const folderId = this.folder.id.apply((id) => settled(this, name, id.slice(id.lastIndexOf("/") + 1)));
        this.policy = new OpaSecurityPolicy(
            `${name}-policy`,
            {
                name: planned(["groupName"], (space) => space.policyName),
                description,
                active: true,
                resourceGroup,
                principals: { userGroups: [{ name: groupName }], workloadRoles: [] },
                rules: [
                    {
                        name: folderName,
                        secretFolderId: folderId,
                        privileges: planned(["privileges"], (space) => spelledOut(space.privileges)),
                        conditions: [],
                    },
                ],
                waitForGroups: 60,
                pushedBy: [this.mapping.id],
                onExisting,
            },
            { ...parent, dependsOn: [this.mapping] },
        );
        this.groupName = ifMade(this.group, this.group.name);
        this.folderPath = ifMade(this.folder, this.folder.path);
        this.policyName = ifMade(this.policy, this.policy.name);
        this.registerOutputs({ groupName: this.groupName, folderPath: this.folderPath, policyName: this.policyName });
    }
}

/** What a plan shows where no app is written down. */
function onlyOne(candidates: Plan["appCandidates"]): string | undefined {
    return candidates.length === 1 ? candidates[0]?.id : undefined;
}
