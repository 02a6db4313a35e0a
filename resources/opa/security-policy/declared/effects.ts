import { isDeepStrictEqual } from "node:util";
import { existingIdKey, ownerKey, type Properties } from "../../../lifecycle/declared/plain";
import type { Effects, Having } from "../../../lifecycle/diff";
import { markIn } from "../../../lifecycle/run/owner-mark";
import type { Declared } from "./schema";

/** What a change of each property does. Everything about a policy can change in place: `PUT` replaces it whole. */
export const effects = {
    name: "update",
    description: "update",
    active: "update",
    resourceGroup: "update",
    scope: "update",
    principals: "update",
    rules: "update",
    // They may push another group of the same name now: the groups must be looked up again.
    pushedBy: "store",
    waitForGroups: "nothing",
    onExisting: "nothing",
    [existingIdKey]: "nothing",
    // A renamed resource keeps its object, which keeps its mark; but an adoption that was interrupted has to be finished.
    [ownerKey]: "store",
} as const satisfies Effects<Declared>;

/** What OPA keeps of a policy and lets change in place. */
export type LiveProperties = Having<Declared, typeof effects, "update">;

/** A resource group may be written by name or by id: both mean the same. */
export function isSame(property: string, there: unknown, declared: unknown, olds: Properties): boolean {
    if (property === ownerKey) return markIn(olds)?.over === undefined;
    if (isDeepStrictEqual(there, declared)) return true;
    return property === "resourceGroup" && declared !== undefined && declared === olds["resourceGroupId"];
}
