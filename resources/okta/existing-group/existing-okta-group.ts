import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { given } from "../../lifecycle/given";
import { StoredResource } from "../../lifecycle/stored-resource";
import { requireInProject } from "../../require-in-project";
import { declaredSchema } from "./schema";

/** Which group is meant. */
export interface ExistingOktaGroupArgs {
    /**
     * Exact name, or id, `00g…`. Found when it is first declared, and pinned to its id from then on: renaming the group in Okta
     * changes nothing. Okta's built-in group of everybody, a name that several groups have, and a group of an app that is no
     * directory are errors.
     */
    readonly group: Input<string>;
    /** Id of the app that it is to be pushed to: a group that assigns this app to its people is an error. Default: not checked. */
    readonly appId?: Input<string | undefined> | undefined;
    /** The group's id, where it is declared beside the name: then the name is not looked up. */
    readonly knownId?: Input<string | undefined> | undefined;
    /** The most people that the group may have: a larger group is an error, in each preview. Default: any number. */
    readonly maxMembers?: Input<number | undefined> | undefined;
}

/**
 * A group that Okta has already, mastered by Okta, by a directory or by a system of people. It is only read: never renamed, never
 * deleted, its members never touched. Destroying the resource does nothing.
 */
export class ExistingOktaGroup extends StoredResource {
    declare readonly group: Output<string>;
    declare readonly appId: Output<string | undefined>;
    declare readonly knownId: Output<string | undefined>;
    declare readonly maxMembers: Output<number | undefined>;
    /** Okta's id, `00g…`. */
    declare readonly groupId: Output<string>;
    /** The name that the group had when it was first declared. */
    declare readonly name: Output<string>;

    constructor(name: string, args: ExistingOktaGroupArgs, options?: CustomResourceOptions) {
        requireInProject();
        const made = { groupId: undefined, name: undefined };
        super("okta:ExistingGroup", name, { ...made, ...given(declaredSchema, { ...args }) }, options);
    }
}
