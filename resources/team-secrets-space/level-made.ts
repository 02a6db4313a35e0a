import * as okta from "@pulumi/okta";
import type { ComponentResource, ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Nothing, Whole } from "../lifecycle/declared/whole";
import { untraced } from "../lifecycle/untraced";
import { GroupPushMapping } from "../okta/group-push-mapping/group-push-mapping";
import { OpaSecurityPolicy } from "../opa/security-policy/opa-security-policy";
import { programConfig } from "../program-config";
import type { SpaceArgs, SpaceLevelArgs, SpaceWho } from "./args";
import { lookWhoArrives } from "./arrivals";
import { describedAs, existingOf } from "./declared/existing";
import { type Grant, rulesOf } from "./declared/grants";
import { notedOn } from "./declared/retired";
import { asPath } from "./declared/space-schema";
import { stackSettings } from "./declared/stack-settings";
import { heldByAnother, importedIfNew } from "./imported";
import { knownFrom, later } from "./known";
import { peopleOf } from "./lookups/due";
import type { MadeLevel } from "./made";
import type { Plan } from "./plan";
import { pushedGroup } from "./pushed-groups";
import { inTheWay } from "./space-in-program";

/** The arguments of a space that its groups and policies are made of. */
type GrantingArgs = Whole<
    Pick<SpaceArgs, "groupName" | "folderName" | "description" | "appId" | "onExistingPush" | "existing"> &
        Pick<SpaceArgs, "privileges" | "conditions" | "access" | "retired">
>;

/** A space that is being made. */
export interface Making {
    readonly space: ComponentResource;
    readonly name: string;
    readonly args: GrantingArgs;
    /** The whole plan. */
    readonly plan: Promise<Plan>;
    /** A value of the plan, known as soon as what it needs is. */
    /** Options of what the space shares with others. */
    readonly shared: ComponentResourceOptions;
    readonly planned: <T>(needs: readonly unknown[], value: (plan: Plan) => T) => Output<T>;
}

/** A group, and its push to OPA. */
export interface MadePush extends Pick<MadeLevel, "group" | "memberships"> {
    readonly mapping: GroupPushMapping;
    /** The group's name in OPA. */
    readonly groupName: Output<string>;
    /** What has the name of the group that is to be made, as far as a preview can tell. */
    readonly nameTaken?: Output<object | undefined>;
}

/** Makes the group of `members` and its push; a group that Okta has is pushed once for the whole stack. */
export function pushMade(
    { space, name, args, plan: whole, planned, shared }: Making,
    who: SpaceWho,
    level: string | undefined,
): MadePush {
    const appId = planned([args.appId], (plan) => plan.appId ?? onlyOne(plan.appCandidates));
    const appCandidates = planned([args.appId], (plan) => (plan.appId ? undefined : plan.appCandidates));
    if (who.group !== undefined) {
        const { groups = {} } = stackSettings(programConfig).settings;
        const listed = Object.hasOwn(groups, who.group) ? groups[who.group] : undefined;
        const ownApp = typeof args.appId === "string" ? args.appId : undefined;
        const { mapping } = pushedGroup(who.group, ownApp, listed, { appId, appCandidates }, shared);
        // Another stack may have pushed it when the group had another name.
        return { group: undefined, memberships: undefined, mapping, groupName: mapping.targetGroupName };
    }
    const parent = { parent: space };
    const [of, prefix] = level === undefined ? ["", ""] : [`/${level}`, `access.${level}.`];
    const mine = ({ grants }: Plan) => grants.findIndex((grant) => grant.prefix === prefix);
    const groupName = planned([args.groupName], (plan) => plan.grants[mine(plan)]?.groupName ?? later<string>());
    const there = existingOf(args.existing, level);
    const isAnyoneIn = async () => !(await whole).emptyGroups.has(there?.group?.id ?? "");
    const description = planned([args.description], (plan) => describedAs(plan, there?.group));
    const onExistingPush = planned([args.onExistingPush], (plan) => plan.onExistingPush);
    const group = untraced(
        () =>
            new okta.group.Group(
                `${name}-group${of}`,
                { name: groupName, description },
                { ...parent, ...importedIfNew(there?.group?.id) },
            ),
    );
    const users = planned([who.members], (plan) => plan.userIds[mine(plan)] ?? later<string[]>());
    const memberships = untraced(
        () =>
            new okta.GroupMemberships(
                `${name}-members${of}`,
                { groupId: group.id, users, trackAllUsers: true },
                // The real plugin takes from the id that all members are the group's.
                { ...parent, ...importedIfNew(there?.group?.id, "/true", isAnyoneIn) },
            ),
    );
    const nameTaken = knownFrom([args.groupName], async () =>
        there?.group ? heldByAnother(group, there.group.id) : inTheWay(group, name, level, await whole),
    );
    const mapping = new GroupPushMapping(
        `${name}-push${of}`,
        {
            appId,
            appCandidates,
            nameTaken,
            existingId: there?.mapping?.id,
            sourceGroupId: group.id,
            targetGroupName: groupName,
            status: "ACTIVE",
            onExistingTarget: onExistingPush.apply((choice) => (choice === "adopt" ? "link" : "fail")),
            onExistingMapping: onExistingPush,
            // A group that the space created goes with it. An adopted one stays, whatever is declared later.
            deleteTargetGroupOnDestroy: "if-created",
            shared: false,
            waitForPush: 300,
        },
        { ...parent, dependsOn: [memberships] },
    );
    lookWhoArrives({
        of: space,
        mapping,
        memberships,
        groupName,
        isTakenOver: there?.group !== undefined && there.mapping !== undefined,
        due: async () => peopleOf(await whole, level),
    });
    return { group, memberships, mapping, groupName, nameTaken };
}

/** What the policies of a space have in common. */
export interface Placed {
    readonly resourceGroup: Output<string>;
    /** Ids of the folders, by their paths in the space; that of the space itself under "". */
    readonly folderIds: ReadonlyMap<string, Output<string>>;
    readonly onExisting: Output<"fail" | "adopt">;
}

/** Makes the policy of the team, or of a level. */
export function policyMade(
    { space, name, args, planned }: Making,
    level: string | undefined,
    push: MadePush | undefined,
    { resourceGroup, folderIds, onExisting }: Placed,
): OpaSecurityPolicy {
    const own: Partial<SpaceLevelArgs> = level === undefined ? {} : (args.access?.[level] ?? {});
    const { members, group, opaGroup, workloadRole, privileges: granted, folder, conditions, ...rest } = own;
    rest satisfies Nothing;
    const [of, prefix] = level === undefined ? ["", ""] : [`/${level}`, `access.${level}.`];
    const ofGrant =
        <T>(value: (grant: Grant, plan: Plan) => T) =>
        (plan: Plan) => {
            const grant = plan.grants.find((one) => one.prefix === prefix);
            return grant ? value(grant, plan) : later<T>();
        };
    const there = existingOf(args.existing, level)?.policy;
    const privileges = level === undefined ? args.privileges : granted;
    const rules = planned(
        [privileges, args.conditions, conditions, args.folderName],
        ofGrant((grant, plan) => rulesOf(grant, plan.folderName, plan.settings)),
    );
    const folderId = folderIds.get(asPath(folder ?? "")) ?? later<string>();
    return new OpaSecurityPolicy(
        `${name}-policy${of}`,
        {
            name: planned(
                [args.groupName],
                ofGrant((grant) => grant.policyName),
            ),
            description: planned([args.description, args.retired], (plan) =>
                notedOn(describedAs(plan, there), plan.retired),
            ),
            existingId: there?.id,
            active: planned(
                [args.retired],
                ofGrant((grant) => grant.hasAccess),
            ),
            resourceGroup,
            principals: {
                userGroups: push ? [{ name: push.groupName }] : opaGroup === undefined ? [] : [{ name: opaGroup }],
                workloadRoles: workloadRole === undefined ? [] : [{ id: workloadRole }],
            },
            rules: rules.apply((list) =>
                list.map((rule) => ({
                    name: rule.name,
                    secretFolderId: folderId,
                    privileges: [...rule.privileges],
                    conditions: [...rule.conditions],
                })),
            ),
            waitForGroups: push ? 60 : 0,
            ...(push ? { pushedBy: [push.mapping.id] } : {}),
            onExisting,
        },
        { parent: space, ...(push ? { dependsOn: [push.mapping] } : {}) },
    );
}

/** What a plan shows where no app is written down. */
function onlyOne(candidates: Plan["appCandidates"]): string | undefined {
    return candidates.length === 1 ? candidates[0]?.id : undefined;
}
