import { ComponentResource, type ComponentResourceOptions, type Input, type Output, runtime } from "@pulumi/pulumi";
import { hideTraces } from "../lifecycle/untraced";
import { connectToOkta } from "../okta/connection/connect";
import { ExistingOktaGroup } from "../okta/existing-group/existing-okta-group";
import { GroupPushMapping } from "../okta/group-push-mapping/group-push-mapping";
import type { AppCandidate } from "../okta/group-push-mapping/steps/app-candidates";
import { programConfig } from "../program-config";
import { lookWhoArrives } from "./arrivals";
import { pushedAs } from "./declared/names";
import type { ListedGroup } from "./declared/stack-settings";
import { peopleNow } from "./lookups/due";

/** Where a group is pushed to, as far as that is known. */
interface Destination {
    readonly appId: Output<string | undefined>;
    readonly appCandidates: Output<readonly AppCandidate[] | undefined>;
}

/**
 * A group that Okta has, and its push to OPA. Okta has one push of a group in an app, however many spaces use it: so it belongs
 * to the stack, is made once, and is there as long as any space of the stack names the group.
 */
export class PushedGroup extends ComponentResource {
    readonly existing: ExistingOktaGroup;
    readonly mapping: GroupPushMapping;

    constructor(
        name: string,
        group: Input<string>,
        listed: ListedGroup | undefined,
        { appId, appCandidates }: Destination,
        options: ComponentResourceOptions,
    ) {
        const traced = hideTraces();
        try {
            super("okta-opa:index:PushedGroup", name, {}, options);
        } finally {
            traced();
        }
        const parent = { parent: this };
        this.existing = new ExistingOktaGroup(
            name,
            // The spaces check how many people are in the group: one that has too many must not stop all of them.
            { group, appId, knownId: listed?.id, maxMembers: undefined },
            parent,
        );
        this.mapping = new GroupPushMapping(
            `${name}-push`,
            {
                appId,
                appCandidates,
                nameTaken: undefined,
                sourceGroupId: this.existing.groupId,
                targetGroupName: this.existing.name,
                status: "ACTIVE",
                onExistingTarget: "fail",
                onExistingMapping: "adopt",
                deleteTargetGroupOnDestroy: "if-created",
                shared: true,
                waitForPush: 300,
            },
            parent,
        );
        const { existing, mapping } = this;
        lookWhoArrives({
            of: this,
            mapping,
            // Another stack may have pushed it when the group had another name.
            groupName: mapping.targetGroupName,
            due: () => peopleNow(connectToOkta(programConfig), existing.groupId, mapping.appId),
        });
        this.registerOutputs({});
    }
}

const pushedIn = new WeakMap<object, Map<string, PushedGroup>>();

/** Without an engine there is no stack. */
const noStack = {};

/** The push of a group by the running program: the first space that names the group makes it. */
export function pushedGroup(
    group: string,
    appId: string | undefined,
    listed: ListedGroup | undefined,
    destination: Destination,
    options: ComponentResourceOptions,
): PushedGroup {
    const stack = runtime.getStackResource() ?? noStack;
    const pushed = pushedIn.get(stack) ?? new Map<string, PushedGroup>();
    pushedIn.set(stack, pushed);
    const name = pushedAs(group, appId);
    const made = pushed.get(name) ?? new PushedGroup(name, group, listed, destination, options);
    pushed.set(name, made);
    return made;
}
