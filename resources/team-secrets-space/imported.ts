import { type CustomResource, type CustomResourceOptions, type Output, runtime } from "@pulumi/pulumi";
import { holdsUnknown } from "../lifecycle/declared/unknown";
import { asFarAsKnown } from "../lifecycle/given";
import type { NameTaken } from "../okta/group-push-mapping/steps/name-taken";
import { folderType } from "../opa/secret-folder/fate";
import { comesFromNew, knownFrom, later } from "./known";
import { holderOfGroup, inStateBefore } from "./memory/state-before";

/**
 * Lets Pulumi import a group of Okta, or its members, unless state has the resource already, or that very group: of a resource that
 * it knows by another id, Pulumi would delete the object for the import. Where state cannot be read nothing is imported, and Okta
 * refuses to make what is there.
 *
 * @param suffix What the id of the import has behind that of the group.
 * @param isThere Whether there is anything to import.
 */
export function importedIfNew(
    groupId: string | undefined,
    suffix = "",
    isThere = () => Promise.resolve(true),
): CustomResourceOptions {
    if (groupId === undefined) return {};
    return {
        transforms: [
            async ({ type, name, props, opts }) => {
                const isKnown = await Promise.all([inStateBefore(type, name), holderOfGroup(groupId)]).then(
                    (found) => found.some((one) => one !== undefined),
                    () => true,
                );
                return isKnown || !(await isThere())
                    ? undefined
                    : { props, opts: { ...opts, import: `${groupId}${suffix}` } };
            },
        ],
    };
}

/** Which other resource of the stack has a group that is to be imported, so that it is not, as far as a preview can tell. */
export async function heldByAnother(group: CustomResource, groupId: string): Promise<NameTaken | undefined> {
    // A space that has got another name in the program has its group already.
    if (!(await comesFromNew(group.id))) return undefined;
    const holder = await holderOfGroup(groupId).catch(() => undefined);
    if (!holder) return undefined;
    const reason =
        `Group ${groupId}, which is there already, is that of resource "${holder.name}" of this stack, and would be deleted with that. ` +
        "Write the id of another group. If this space is that one under another name, for the same people, give it the resource " +
        "option aliases.";
    return { groupId: "", reason };
}

/**
 * OPA's id of a folder; in a preview that of one which is to be taken over, so that what depends on it is compared too.
 *
 * @param name Of the resource.
 * @param existingId What it takes over if state does not have it.
 */
export function folderIdOf(folder: CustomResource, name: string, existingId: string | undefined): Output<string> {
    const last = (id: string) => id.slice(id.lastIndexOf("/") + 1);
    if (!runtime.isDryRun() || existingId === undefined) return folder.id.apply(last);
    return knownFrom([], async () => {
        const id = await asFarAsKnown(folder.id);
        if (typeof id === "string" && !holdsUnknown(id)) return last(id);
        const isKnown = await inStateBefore(folderType, name).then(
            (found) => found !== undefined,
            () => true,
        );
        return isKnown ? later<string>() : existingId;
    });
}
