import { ApiFailure } from "../../http/failure/api-failure";
import type { ConfigSource } from "../../lifecycle/config-source";
import { shown } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { asMark, resourceSaid } from "../../lifecycle/run/owner-mark";
import { connectToOkta } from "../../okta/connection/connect";
import type { NameTaken } from "../../okta/group-push-mapping/steps/name-taken";
import { type OwnGroup, ownGroupNamed } from "../../okta/lookups/own-group-named";
import { connectToOpa } from "../../opa/connection/connect";
import type { Grant } from "../declared/grants";
import { policyNameFor } from "../declared/names";
import { otherPolicyNamed, ownerOfPolicy, policyHasName, policyOf, spaceOf } from "./own-policy";

/** The space that is to get the name; what is not known yet is `unknownValue`. */
interface Getting {
    readonly name: string;
    /** What the names of its group and its policy end with, if it is a level's: "/owners". */
    readonly of: string;
    readonly groupName: string;
    readonly description: string;
    /** Whether its group is made, or renamed. */
    readonly isNew: boolean;
    /** Whether it adopts a policy that is there. */
    readonly adopts: boolean;
}

/**
 * What already has the name that the group of a space, or its policy, is to get: the plan then reports it, rather than Okta or
 * OPA half-way. Undefined where nothing has it, and where that cannot be seen: then Okta refuses the name.
 */
export async function takenName(config: ConfigSource, space: Getting): Promise<NameTaken | undefined> {
    if (holdsUnknown(space.groupName)) return undefined;
    try {
        const group = await ownGroupNamed(connectToOkta(config), space.groupName);
        if (!group) return await takenByPolicy(config, space);
        const there = `Okta already has a group "${space.groupName}" (${group.id})`;
        const owner = await ownerOfPolicy(connectToOpa(config, "security"), policyNameFor(space.groupName));
        return { groupId: group.id, reason: `${there}${space.isNew ? ofWhom(space, group, owner) : another}` };
    } catch (failure) {
        if (failure instanceof ApiFailure) return undefined;
        throw failure;
    }
}

/** A space that is new here may have been another one, or have adopted the policy: then state knows it. */
async function takenByPolicy(config: ConfigSource, space: Getting): Promise<NameTaken | undefined> {
    if (!space.isNew || space.adopts) return undefined;
    const own = policyOf(space.name, space.of);
    const policy = await otherPolicyNamed(connectToOpa(config, "security"), policyNameFor(space.groupName), own);
    if (policy?.owner === undefined || resourceSaid(policy.owner, asMark(own)).endsWith(" of this stack"))
        return undefined;
    return { groupId: noGroup, reason: policyHasName(policyNameFor(space.groupName), policy, own) };
}

/** The id for something in the way that is no group, and so none of the space's. */
const noGroup = "";

const another =
    ", so the group of this space cannot be renamed to that. Choose another groupName, or let that group get another name, or go, in a run before.";

/**
 * Why the policies of a renamed space would be refused once its group is renamed and its push replaced: they would name the
 * former group, and nobody in the team would have access any more.
 */
export async function takenPolicyNames(
    config: ConfigSource,
    grants: readonly Grant[],
    space: { readonly name: string; readonly groupName: string; readonly groupNow: string | undefined },
): Promise<readonly Mistake[]> {
    const { name, groupName, groupNow } = space;
    if (groupNow === undefined || groupNow === groupName || holdsUnknown(groupName)) return [];
    const security = connectToOpa(config, "security");
    const found = await Promise.all(
        grants.map(async ({ policyName, level }): Promise<readonly Mistake[]> => {
            const own = policyOf(name, level === undefined ? "" : `/${level}`);
            const other = await otherPolicyNamed(security, policyName, own);
            return other ? [{ property: "groupName", reason: policyHasName(policyName, other, own) }] : [];
        }),
    );
    return found.flat();
}

/** Says whose the group is, by the policy that is named after it, and what to do. */
function ofWhom(space: Getting, group: OwnGroup, owner: string | undefined): string {
    const own = policyOf(space.name, space.of);
    if (owner !== undefined && owner === own)
        return `, which this space made before: retainOnDelete left it, or state was lost. ${takeOver(space, group)}`;
    if (owner === undefined)
        return `. Choose another groupName. Or, if nobody else manages that group and it is to be this team's: ${takeOver(space, group)}`;
    const whose = resourceSaid(owner, asMark(own));
    if (whose.endsWith(" of this stack")) return ofSibling(whose, JSON.stringify(spaceOf(owner)));
    return `, and its policy is that of ${whose}. Choose another groupName. Or, if that stack does not have it any more: ${takeOver(space, group)}`;
}

/** It never advises to import the group: its members would be those of two teams. */
const ofSibling = (whose: string, space: string): string =>
    `, and its policy is that of ${whose}. If the program has space ${space} no more, or gives it another groupName, let it do so in a ` +
    "`pulumi up` without this space, and declare this one after that. If this space is that one under another name, for the same " +
    `people, give it the resource option aliases: [{ name: ${space} }], with groupName, folderName and description as they were. ` +
    "Else choose another groupName.";

/** As the README tells it, see "When something exists already". */
function takeOver({ name, of, description }: Getting, group: OwnGroup): string {
    const option = `({ name, props, opts }) => (name === ${JSON.stringify(`${name}-group${of}`)} ? { props, opts: { ...opts, import: "${group.id}" } } : undefined)`;
    return (
        `Import it, with the space's resource option transforms: [${option}], and take that out again after the next \`pulumi up\`.` +
        (holdsUnknown(description) || description === group.description ? "" : otherwiseDescribed(group))
    );
}

const otherwiseDescribed = ({ description }: OwnGroup): string =>
    description === ""
        ? " It has no description: give it that of the space in Okta before, because Pulumi imports only what is declared as it is."
        : ` Declare its description ${shown(description)} for that, because Pulumi imports only what is declared as it is.`;
