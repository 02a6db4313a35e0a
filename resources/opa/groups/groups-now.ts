import type { OpaConnection } from "../connection/connect";
import { allGroups, groupNamed, type OpaGroup } from "./groups";

/** OPA's own groups, which every team has and nobody can delete (docs/contracts/opa-api.md 4.2). */
const builtIn = ["everyone", "owners"];

/**
 * The live groups of this name, upper and lower case being the same, as they were at most `freshMs` milliseconds ago (0: asked for
 * after the call); empty only when OPA has none that this service user may see. All who ask at about the same time share one list.
 * A list that lacks one of the built-in groups may lack others that the caller can read: then the name is asked for by itself as well.
 * Undefined when OPA shows no group whatever.
 */
export async function groupsOfName(
    opa: OpaConnection,
    name: string,
    freshMs: number,
): Promise<readonly OpaGroup[] | undefined> {
    const all = await allGroups.within(freshMs)(opa);
    if (all.length === 0) return undefined;
    const found = all.filter((group) => group.name.toLowerCase() === name.toLowerCase());
    if (found.length > 0 || builtIn.every((one) => all.some((group) => group.name === one))) return found;
    const group = await groupNamed(opa, name);
    return group ? [group] : [];
}
