import { isDeepStrictEqual } from "node:util";
import { existingIdKey, ownerKey, type Properties } from "../../../lifecycle/declared/plain";
import type { Effects, Having } from "../../../lifecycle/diff";
import { markIn } from "../../../lifecycle/run/owner-mark";
import { type Declared, declaredSchema, folderIdIn } from "./schema";

/** What a change of each property does. OPA can neither move a folder nor give it another project. */
export const effects = {
    resourceGroup: "replace",
    project: "replace",
    parentFolder: "replace",
    name: "update",
    description: "update",
    onDelete: "store",
    deleteContents: "store",
    allowReplacement: "nothing",
    createParents: "nothing",
    onExisting: "nothing",
    [existingIdKey]: "nothing",
    // A renamed resource keeps its object, which keeps its mark; but an adoption that was interrupted has to be finished.
    [ownerKey]: "store",
} as const satisfies Effects<Declared>;

/** What OPA keeps of a folder and lets change in place. */
export type LiveFolder = Having<Declared, typeof effects, "update">;

type WithLive = Pick<Declared, keyof LiveFolder>;

/** That part of a folder, or of a declaration. */
export const liveOf = ({ name, description }: WithLive): LiveFolder => ({ name, description });

/** A folder of which nothing is declared but its name. */
export const bareFolder = (name: string): LiveFolder => ({ name, description: "" });

/** The rest of a declaration. What OPA has is not checked: it may have a name or description that cannot be declared. */
export const notLive = declaredSchema.omit({ name: true, description: true } satisfies Record<keyof LiveFolder, true>);

/** Whether a folder is what another, or a declaration, is. */
export const isSameLive = (one: WithLive, other: WithLive): boolean => isDeepStrictEqual(liveOf(one), liveOf(other));

/** Whether a folder is what state has of it. */
export const isAsKept = (live: WithLive, kept: Properties): boolean =>
    Object.entries(liveOf(live)).every(([property, value]) => isDeepStrictEqual(kept[property], value));

/** A resource group, project or parent may be written as an id or as a name or path: both mean the same. */
export function isSame(property: string, there: unknown, declared: unknown, olds: Properties): boolean {
    if (property === ownerKey) return markIn(olds)?.over === undefined;
    if (isDeepStrictEqual(there, declared)) return true;
    if (property === "resourceGroup") return declared === olds["resourceGroupId"];
    if (property === "project") return declared === olds["projectId"];
    if (property !== "parentFolder" || typeof declared !== "string" || olds["parentFolderId"] === "") return false;
    return folderIdIn(declared) === olds["parentFolderId"] || declared === parentPathOf(olds);
}

const parentPathOf = ({ path }: Properties): string =>
    String(path ?? "")
        .split("/")
        .slice(0, -1)
        .join("/");
