import type { ActiveRule } from "./read-policies";
import type { SeenFolder } from "./seen";

/** A folder that a rule reaches, and the path of the one above it that the rule names. */
export interface Placed {
    readonly folder: SeenFolder;
    readonly inheritedFrom: string | undefined;
}

/** Where a rule reaches. */
export interface Reach {
    readonly places: readonly Placed[];
    /** Whether the rule's folder or secret was seen: then a rule that reaches nothing is for another resource group. */
    readonly isKnown: boolean;
}

/** Tells where rules reach among these folders. */
export function placesIn(folders: readonly SeenFolder[]): (rule: ActiveRule) => Reach {
    const byId = new Map(folders.map((folder) => [folder.id, folder]));
    const bySecret = new Map(folders.flatMap((folder) => folder.secretIds.map((id) => [id, folder] as const)));
    const inside = new Map<string | undefined, SeenFolder[]>();
    for (const folder of folders) {
        const siblings = inside.get(folder.parentId) ?? [];
        siblings.push(folder);
        inside.set(folder.parentId, siblings);
    }
    const belowOf = (folder: SeenFolder): SeenFolder[] =>
        (inside.get(folder.id) ?? []).flatMap((one) => [one, ...belowOf(one)]);
    return ({ target, resourceGroupId }) => {
        const folder = (target.isFolder ? byId : bySecret).get(target.id);
        if (!folder) return { places: [], isKnown: false };
        if (resourceGroupId !== undefined && resourceGroupId !== folder.resourceGroupId) {
            return { places: [], isKnown: true };
        }
        // A rule on a folder covers everything below it (docs/contracts/opa-api.md 3.2).
        const below = target.isFolder ? belowOf(folder) : [];
        const inherited = below.map((one) => ({ folder: one, inheritedFrom: folder.path }));
        return { places: [{ folder, inheritedFrom: undefined }, ...inherited], isKnown: true };
    };
}
