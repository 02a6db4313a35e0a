import { type CustomResourceOptions, dynamic, type Input, type Output } from "@pulumi/pulumi";
import { storedShim } from "../../lifecycle/stored-shim.cjs";
import type { AppConfig } from "./app-config";

const shim = storedShim("okta:GroupPushMapping");

/** What to push, and to where. */
export interface GroupPushMappingArgs {
    /** Id of the app the group is pushed to, `0oa…`. A change makes the mapping anew, before the old one goes. */
    readonly appId: Input<string>;
    /** Id of the Okta group whose members are pushed, `00g…`. A change makes the mapping anew, after the old one went. */
    readonly sourceGroupId: Input<string>;
    /**
     * Name of the group in the app, 1 to 255 characters; made if it is not there. Exactly one of this and
     * `targetGroupId`. A change makes the mapping anew, after the old one went.
     */
    readonly targetGroupName?: Input<string> | undefined;
    /** Id of a group already imported from the app, `00g…`. Exactly one of this and `targetGroupName`, and as that one. */
    readonly targetGroupId?: Input<string> | undefined;
    /** Default ACTIVE. INACTIVE stops pushing changes; members already pushed stay. Changed in place. */
    readonly status?: Input<"ACTIVE" | "INACTIVE"> | undefined;
    /** Active Directory only, all five fields. A change makes the mapping anew; left out it means whatever is there. */
    readonly appConfig?: Input<AppConfig> | undefined;
    /**
     * Default false: destroying the mapping leaves the group in the app. True deletes it there, and with it whatever
     * the app grants it. A change sends no request, and counts once it is applied with `pulumi up`.
     */
    readonly deleteTargetGroupOnDestroy?: Input<boolean> | undefined;
    /**
     * What to do when the app already has a group of this name: "fail" (default) names it; "link" pushes into it,
     * which replaces its members by ours. Looked at only while creating.
     */
    readonly onExistingTarget?: Input<"fail" | "link"> | undefined;
    /**
     * What to do when a mapping of this group to this target exists and differs: "fail" (default) says where; "adopt"
     * takes it over and changes what can be changed. An equal one is taken over, unless its target was there before it:
     * that is what `onExistingTarget` is for. Looked at only while creating.
     */
    readonly onExistingMapping?: Input<"fail" | "adopt"> | undefined;
    /** Seconds to wait for a push that making or activating the mapping brings, 0 to 3600, default 300; 0 does not wait. */
    readonly waitForPush?: Input<number> | undefined;
}

/**
 * Pushes the members of an Okta group to a group in an app, e.g. Okta Privileged Access. Deleting it stops the push and
 * keeps the group in the app, unless `deleteTargetGroupOnDestroy` is declared.
 *
 * The resource id is `{appId}/{sourceGroupId}/{targetGroupId}`.
 */
export class GroupPushMapping extends dynamic.Resource {
    /** Okta's id of the mapping, `gPm…`; empty while the mapping, deleted by hand, waits to be made again. */
    declare readonly mappingId: Output<string>;
    declare readonly appId: Output<string>;
    declare readonly sourceGroupId: Output<string>;
    /** Okta's id of the group in the app. Not the app's own id of it. */
    declare readonly targetGroupId: Output<string>;
    /** The name it had when the mapping was made. Okta may rename it along with the source group. */
    declare readonly targetGroupName: Output<string>;
    /** ACTIVE, INACTIVE, ERROR, or MISSING when it was deleted by hand. */
    declare readonly status: Output<string>;
    declare readonly appConfig: Output<AppConfig | undefined>;
    declare readonly deleteTargetGroupOnDestroy: Output<boolean>;
    declare readonly onExistingTarget: Output<"fail" | "link">;
    declare readonly onExistingMapping: Output<"fail" | "adopt">;
    /** As declared; 0 after a refresh while a push is still awaited. */
    declare readonly waitForPush: Output<number>;
    /** `YYYY-MM-DDTHH:mm:ssZ`, as are `lastUpdated` and `lastPush`. */
    declare readonly created: Output<string>;
    /** Moves with every push, not only with changes. */
    declare readonly lastUpdated: Output<string>;
    /** Absent until the first push. */
    declare readonly lastPush: Output<string | undefined>;
    /** Why the last push failed. In ERROR always present: Okta often leaves it out, then it says where the reason is. */
    declare readonly errorSummary: Output<string | undefined>;

    constructor(name: string, args: GroupPushMappingArgs, options?: CustomResourceOptions) {
        const made = {
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
        super(shim, name, { ...made, ...args }, options, "okta", "GroupPushMapping");
    }
}
