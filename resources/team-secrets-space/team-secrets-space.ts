import type * as okta from "@pulumi/okta";
import {
    ComponentResource,
    type ComponentResourceOptions,
    type CustomResource,
    type Output,
    output,
} from "@pulumi/pulumi";
import type { Nothing } from "../lifecycle/declared/whole";
import { hideTraces } from "../lifecycle/untraced";
import type { GroupPushMapping } from "../okta/group-push-mapping/group-push-mapping";
import { OpaSecretFolder } from "../opa/secret-folder/opa-secret-folder";
import type { OpaSecurityPolicy } from "../opa/security-policy/opa-security-policy";
import { requireInProject } from "../require-in-project";
import type { SpaceLevelArgs, SpaceWho, TeamSecretsSpaceArgs } from "./args";
import { describedAs, insideOf } from "./declared/existing";
import { notedOn } from "./declared/retired";
import { foldersIn } from "./declared/space-schema";
import { folderIdOf } from "./imported";
import { ifMade, knownFrom, later } from "./known";
import { type Making, policyMade, pushMade } from "./level-made";
import type { MadeLevel } from "./made";
import { forReaders, placeForReaders } from "./memory/for-readers";
import { keeping, keptAs, planAsItWas } from "./memory/kept";
import { lastAppliedKey, spaceType } from "./memory/record";
import { toRemember } from "./memory/to-remember";
import type { Plan } from "./plan";
import { folderInTheWay, planInProgram, settled } from "./space-in-program";
import { inAreaOf } from "./teams/in-area";
import { renamedAs, withFormerNames } from "./teams/renamed";

/**
 * A team's place for secrets: a group in Okta, pushed to Okta Privileged Access, a secret folder there with folders inside, and a
 * policy for the team and for each further level of access.
 *
 * Destroying it removes the access first, then the pushed groups, the folders (only if they are empty) and the groups that it
 * made. What it needs (the app, the parent folder, the members) is looked up read-only first: one error, a RunError that ends
 * the program, lists everything that is missing, and nothing of the space is created.
 */
export class TeamSecretsSpace extends ComponentResource {
    /** The Okta group that the space makes of its `members`; undefined where it uses a `group` that Okta has. */
    readonly group: okta.group.Group | undefined;
    readonly memberships: okta.GroupMemberships | undefined;
    /** The push of the team's group; where the space uses a `group` that Okta has, all that name it share it. */
    readonly mapping: GroupPushMapping;
    readonly folder: OpaSecretFolder;
    /** The folders inside, by their paths in the space: `space.folders["prod/eu"]`. */
    readonly folders: Readonly<Record<string, OpaSecretFolder>>;
    readonly policy: OpaSecurityPolicy;
    /** What each level of access is made of, by its name. */
    readonly levels: Readonly<Record<string, MadeLevel>>;
    /** Name of the team's group in OPA. */
    readonly groupName: Output<string>;
    /** Whole path of the folder in its project. */
    readonly folderPath: Output<string>;
    readonly policyName: Output<string>;

    constructor(name: string, args: TeamSecretsSpaceArgs, options?: ComponentResourceOptions) {
        // This comes first, because the group would be made first.
        requireInProject();
        const kept = keptAs(args);
        const renamed = renamedAs(args);
        const own = renamed ? withFormerNames(name, renamed, options) : options;
        const traced = hideTraces();
        try {
            super(spaceType, name, {}, kept ? keeping(kept, own) : own);
        } finally {
            traced();
        }
        const parent = { parent: this };
        const { members, group, appId, groupName, onExistingPush, privileges, conditions, ...ofFolders } = args;
        const { resourceGroup, project, parentFolder, folderName, description, retired, ...others } = ofFolders;
        const {
            onExisting,
            onDelete,
            deleteContents,
            allowReplacement,
            folders = [],
            access = {},
            existing,
            ...rest
        } = others;
        rest satisfies Nothing;
        const plan = kept ? Promise.resolve(planAsItWas(kept)) : planInProgram(name, this, { ...args }, options);
        // Everything goes through the look-up, so that nothing is made before all that is known was found.
        const planned = <T>(needs: readonly unknown[], value: (plan: Plan) => T) =>
            knownFrom(needs, async () => value(await plan));
        // Defaults are passed too: a refresh reports what the program leaves out as a difference.
        const inFolder = {
            resourceGroup: planned([resourceGroup], (space) => space.resourceGroupId ?? later<string>()),
            project: planned([resourceGroup, project], (space) => space.projectId ?? later<string>()),
            createParents: false,
            onExisting: planned([onExisting], (space) => space.onExisting),
            onDelete: planned([onDelete], (space) => space.onDelete),
            allowReplacement: planned([allowReplacement], (space) => space.allowReplacement),
        };
        const named = { groupName, folderName, description };
        const granted = { ...named, appId, onExistingPush, privileges, conditions, access, retired, existing };
        const making: Making = { space: this, name, args: granted, plan, planned, shared: kept ? keeping(kept) : {} };
        const team = pushMade(making, args, undefined);
        this.group = team.group;
        this.memberships = team.memberships;
        this.folder = new OpaSecretFolder(
            `${name}-folder`,
            {
                ...inFolder,
                parentFolder: planned(
                    [resourceGroup, project, parentFolder],
                    (space) => space.parent?.folderId ?? later<string>(),
                ),
                name: planned([folderName], (space) => space.folderName),
                // A space that got another name in the program has both mistakes; the one about the group says more.
                nameTaken: output(team.nameTaken).apply(async (told) =>
                    told === undefined && !existing?.folder ? folderInTheWay(name, await plan) : undefined,
                ),
                existingId: existing?.folder?.id,
                forReaders: planned([], forReaders),
                description: planned([description, retired], (space) =>
                    notedOn(describedAs(space, existing?.folder), space.retired),
                ),
                deleteContents: planned([deleteContents], (space) => space.deleteContents),
            },
            // Okta's group names are unique: the group keeps a second stack from taking over the empty folder of this one. And a
            // group that is refused must not leave a folder behind.
            { ...parent, dependsOn: [team.group ?? team.mapping] },
        );
        const folderIds = new Map<string, Output<string>>();
        folderIds.set(
            "",
            folderIdOf(this.folder, `${name}-folder`, existing?.folder?.id).apply((id) => settled(this, name, id)),
        );
        const inside = foldersIn(folders).map((path) => {
            const [own = "", ...above] = path.split("/").reverse();
            const holder = above.reverse().join("/");
            const there = insideOf(existing, path);
            const folder = new OpaSecretFolder(
                `${name}-folder/${path}`,
                {
                    ...inFolder,
                    existingId: there?.id,
                    description: planned([description], (space) => describedAs(space, there)),
                    parentFolder: folderIds.get(holder) ?? later<string>(),
                    name: own,
                    deleteContents: planned(
                        [deleteContents],
                        (space) => space.deleteContents && `${space.deleteContents}/${path}`,
                    ),
                },
                parent,
            );
            folderIds.set(path, folderIdOf(folder, `${name}-folder/${path}`, there?.id));
            return [path, folder] as const;
        });
        this.folders = Object.fromEntries(inside);
        const placed = { ...inFolder, folderIds };
        const levels = Object.entries(access).map(([level, who]) => {
            const push = isPushed(who) ? pushMade(making, who, level) : undefined;
            const policy = policyMade(making, level, push, placed);
            const { group, memberships, mapping } = push ?? {};
            return [level, { group, memberships, mapping, policy }] as const;
        });
        this.levels = Object.fromEntries(levels);
        this.mapping = team.mapping;
        this.policy = policyMade(making, undefined, team, placed);
        this.groupName = ifMade(team.mapping, team.groupName);
        this.folderPath = ifMade(this.folder, this.folder.path);
        this.policyName = ifMade(this.policy, this.policy.name);
        const made = [team, ...Object.values(this.levels)];
        const parts = {
            all: [this.mapping, this.folder, ...Object.values(this.folders), this.policy, ...made.flatMap(partsIn)],
            memberships: made.flatMap(({ memberships }) => memberships ?? []),
        };
        this.registerOutputs({
            ...{ groupName: this.groupName, folderPath: this.folderPath, policyName: this.policyName },
            place: planned([resourceGroup, project], placeForReaders),
            [lastAppliedKey]: kept
                ? kept.lastApplied
                : toRemember(this, args, plan, parts, { namedAfter: name, ...renamed, area: inAreaOf(args)?.area }),
        });
    }
}

const partsIn = (level: Partial<MadeLevel>): readonly CustomResource[] =>
    [level.group, level.memberships, level.mapping, level.policy].filter((one) => one !== undefined);

const isPushed = (who: SpaceLevelArgs): who is SpaceLevelArgs & SpaceWho =>
    who.members !== undefined || who.group !== undefined;
