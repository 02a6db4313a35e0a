import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { appCandidatesKey, existingIdKey, nameTakenKey } from "../../lifecycle/declared/plain";
import { given } from "../../lifecycle/given";
import { StoredResource } from "../../lifecycle/stored-resource";
import { requireInProject } from "../../require-in-project";
import { declaredSchema } from "./declared/schema";
import type { AppCandidate } from "./steps/app-candidates";
import type { NameTaken } from "./steps/name-taken";

/** What the group becomes in Active Directory. */
export interface AppConfig {
    readonly type: "ACTIVE_DIRECTORY";
    /** Where in the directory, e.g. `dc=example,dc=com`. */
    readonly distinguishedName: string;
    readonly groupScope: "DOMAIN_LOCAL" | "GLOBAL" | "UNIVERSAL";
    readonly groupType: "DISTRIBUTION" | "SECURITY";
    readonly samAccountName: string;
}

/** What to push, and to where. */
export interface GroupPushMappingArgs {
    /** Id of the app the group is pushed to, `0oa…`. A change re-creates the mapping; the old one is deleted last. */
    readonly appId: Input<string>;
    /** Id of the Okta group to push, `00g…`. A change re-creates the mapping; the old one is deleted first. */
    readonly sourceGroupId: Input<string>;
    /**
     * Name of the group in the app, 1 to 255 characters; created if it does not exist. Exactly one of this and
     * `targetGroupId`. A change re-creates the mapping; the old one is deleted first.
     */
    readonly targetGroupName?: Input<string> | undefined;
    /** Id of a group imported from the app, `00g…`. Exactly one of this and `targetGroupName`; a change does the same. */
    readonly targetGroupId?: Input<string> | undefined;
    /** Default ACTIVE. INACTIVE stops pushing changes; members already pushed stay. Changed in place. */
    readonly status?: Input<"ACTIVE" | "INACTIVE"> | undefined;
    /** Active Directory only, all five fields. A change re-creates the mapping; leaving it out changes nothing. */
    readonly appConfig?: Input<AppConfig> | undefined;
    /**
     * Default false: destroying the mapping leaves the group in the app. True deletes it there, and with it whatever
     * the app grants it; "if-created" does so only if the group did not exist before the mapping. A change sends no
     * request, and takes effect once applied with `pulumi up`.
     */
    readonly deleteTargetGroupOnDestroy?: Input<boolean | "if-created"> | undefined;
    /**
     * What to do when the app already has a group of this name: "fail" (default) is an error that names it; "link"
     * pushes into it, which replaces its members. Used only while creating.
     */
    readonly onExistingTarget?: Input<"fail" | "link"> | undefined;
    /**
     * What to do when a mapping from this group to this target exists and differs: "fail" (default) is an error that lists
     * the differences; "adopt" changes what can be changed. An equal one is adopted in either case, unless its target group
     * is older than the mapping: then `onExistingTarget` decides. Used only while creating.
     */
    readonly onExistingMapping?: Input<"fail" | "adopt"> | undefined;
    /**
     * Okta's id of an existing mapping, `gPm…`, which is taken over as it is, without a write; never another one. If the
     * mapping is not as declared, that is an error, which names each difference; "adopt" for `onExistingMapping` lets its
     * status differ. Its target group counts as one that existed before. Only used while creating. Default: none.
     */
    readonly existingId?: Input<string | undefined> | undefined;
    /**
     * True: other stacks may use this push. It is then the one that the source has in the app: `targetGroupName` is used only to
     * make one. Destroying the mapping keeps it if it was found and not made, if a policy in OPA still names its group, or if
     * that cannot be known. Default false. Changed without a request.
     */
    readonly shared?: Input<boolean> | undefined;
    /** Seconds to wait for the push after creating or activating the mapping, 0 to 3600, default 300; 0 does not wait. */
    readonly waitForPush?: Input<number> | undefined;
}

/**
 * The arguments of a component that has looked for the app: the apps that it may be. The component makes the source group as
 * well, and says which other group already has its name, so that a plan that Okta would refuse is refused. A mapping that exists
 * stays in the app that state has; a new one needs exactly one candidate. An `appId` beside the candidates is what a plan shows,
 * and decides nothing; without candidates (undefined) it decides alone.
 */
export interface GroupPushMappingFoundAppArgs extends Omit<GroupPushMappingArgs, "appId"> {
    readonly appId?: Input<string | undefined> | undefined;
    readonly appCandidates: Input<readonly AppCandidate[] | undefined>;
    readonly nameTaken: Input<NameTaken | undefined>;
}

/**
 * Pushes the members of an Okta group to a group in an app, e.g. Okta Privileged Access. Deleting it stops the push and
 * keeps the group in the app, unless `deleteTargetGroupOnDestroy` is declared.
 *
 * The resource id is `{appId}/{sourceGroupId}/{targetGroupId}`.
 */
export class GroupPushMapping extends StoredResource {
    /** Okta's id of the mapping, `gPm…`; empty while the mapping, deleted by hand, waits to be re-created. */
    declare readonly mappingId: Output<string>;
    declare readonly appId: Output<string>;
    declare readonly sourceGroupId: Output<string>;
    /** Okta's id of the group in the app. Not the app's own id of it. */
    declare readonly targetGroupId: Output<string>;
    /** Its name when the mapping was created. Okta may rename it along with the source group. */
    declare readonly targetGroupName: Output<string>;
    /** ACTIVE, INACTIVE, ERROR, or MISSING when it was deleted by hand. */
    declare readonly status: Output<string>;
    declare readonly appConfig: Output<AppConfig | undefined>;
    declare readonly deleteTargetGroupOnDestroy: Output<boolean | "if-created">;
    declare readonly onExistingTarget: Output<"fail" | "link">;
    declare readonly onExistingMapping: Output<"fail" | "adopt">;
    declare readonly shared: Output<boolean>;
    /** As declared; 0 after a refresh while a push is still awaited. */
    declare readonly waitForPush: Output<number>;
    /** `YYYY-MM-DDTHH:mm:ssZ`, as are `lastUpdated` and `lastPush`. */
    declare readonly created: Output<string>;
    /** When this stack last saw something change about the mapping; pushes alone do not count, though Okta counts them. */
    declare readonly lastUpdated: Output<string>;
    /** The push that was known at that time; `listGroupPushMappings` has the last one. Absent until the first push. */
    declare readonly lastPush: Output<string | undefined>;
    /** Why the last push failed. Always present in ERROR: where Okta gives no reason, it says where to look. */
    declare readonly errorSummary: Output<string | undefined>;

    constructor(
        name: string,
        args: GroupPushMappingArgs | GroupPushMappingFoundAppArgs,
        options?: CustomResourceOptions,
    ) {
        requireInProject();
        const made = {
            appId: undefined,
            mappingId: undefined,
            targetGroupId: undefined,
            targetGroupName: undefined,
            status: undefined,
            appConfig: undefined,
            created: undefined,
            lastUpdated: undefined,
            lastPush: undefined,
            errorSummary: undefined,
        };
        const none = { appCandidates: undefined, nameTaken: undefined, existingId: undefined };
        const { appCandidates, nameTaken, existingId, ...declared } = { ...none, ...args };
        const found = { [appCandidatesKey]: appCandidates, [nameTakenKey]: nameTaken, [existingIdKey]: existingId };
        super("okta:GroupPushMapping", name, { ...made, ...given(declaredSchema, declared), ...found }, options);
    }
}
