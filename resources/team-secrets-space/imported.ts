import { type CustomResource, type CustomResourceOptions, type Output, runtime } from "@pulumi/pulumi";
import { holdsUnknown } from "../lifecycle/declared/unknown";
import { asFarAsKnown } from "../lifecycle/given";
import { knownFrom, later } from "./known";
import { inStateBefore } from "./memory/state-before";

/**
 * Lets Pulumi import a resource, unless state has it already: of one that it knows by another id, it would delete the object and
 * import the other one. Where state cannot be read nothing is imported, and Okta refuses to make what is there.
 */
export function importedIfNew(id: string | undefined): CustomResourceOptions {
    if (id === undefined) return {};
    return {
        transforms: [
            async ({ type, name, props, opts }) => {
                const isKnown = await inStateBefore(type, name).then(
                    (found) => found !== undefined,
                    () => true,
                );
                return isKnown ? undefined : { props, opts: { ...opts, import: id } };
            },
        ],
    };
}

const folderType = "pulumi-nodejs:dynamic/opa:SecretFolder";

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
