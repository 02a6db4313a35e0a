import { isDeepStrictEqual } from "node:util";
import { ownerKey, type Properties } from "../../../lifecycle/declared/plain";
import type { Effects } from "../../../lifecycle/diff";
import { markIn } from "../../../lifecycle/run/owner-mark";
import { type Declared, folderIdIn } from "./schema";

/** What a change of each property does. OPA can neither move a folder nor give it another project. */
export const effects: Effects<Declared> = {
    resourceGroup: "replace",
    project: "replace",
    parentFolder: "replace",
    name: "update",
    description: "update",
    onDelete: "update",
    deleteContents: "update",
    allowReplacement: "nothing",
    createParents: "nothing",
    onExisting: "nothing",
    // A renamed resource keeps its object, which keeps its mark; but an adoption that was interrupted has to be finished.
    [ownerKey]: "update",
};

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
