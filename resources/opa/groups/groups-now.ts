import type { OpaConnection } from "../connection/connect";
import { allGroups, groupNamed, type OpaGroup } from "./groups";

/**
 * The live groups of this name as they are now, upper and lower case being the same; empty only when OPA has none that this
 * service user may see. All who ask at once share one list; a name that is not in it is asked for by itself as well, since a
 * list may omit what the caller can read by name. Undefined when OPA shows no group whatever: every team has some.
 */
export async function groupsNow(opa: OpaConnection, name: string): Promise<readonly OpaGroup[] | undefined> {
    const all = await allGroups(opa);
    if (all.length === 0) return undefined;
    const found = all.filter((group) => group.name.toLowerCase() === name.toLowerCase());
    if (found.length > 0) return found;
    const group = await groupNamed(opa, name);
    return group ? [group] : [];
}
