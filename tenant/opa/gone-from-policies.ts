import { dropReferences } from "../store/drop-references";
import type { World } from "../world";

/**
 * Does to policies what the deletion of these folders and secrets does. Most likely the reference dangles
 * (docs/contracts/opa-api.md 2.4).
 */
export function goneFromPolicies({ store, settings }: World, goneIds: ReadonlySet<string>): void {
    if (settings.deletedFolderInPolicies === "removed") dropReferences(store, goneIds);
}
