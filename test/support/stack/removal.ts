import { type Means, messageOf } from "./means";
import { type Resource, reliesOn } from "./state";

/**
 * Deletes resources, those first on which no other of them depends; those of one rank at the same time. After a rank in
 * which something failed no other begins. Resolves with what went wrong.
 */
export async function removeAll(condemned: readonly Resource[], means: Means): Promise<readonly string[]> {
    for (const rank of ranked(condemned)) {
        const results = await Promise.allSettled(rank.map((one) => remove(one, means)));
        const errors = results.flatMap((one) => (one.status === "rejected" ? [messageOf(one.reason)] : []));
        if (errors.length > 0) return errors;
    }
    return [];
}

async function remove(resource: Resource, means: Means): Promise<void> {
    const { urn, type, id, outputs, isCustom, isLeftOver, isPendingReplacement, isRetained } = resource;
    // What waits for its replacement is deleted already: state alone forgets it.
    const isThere = isCustom && (isLeftOver || !isPendingReplacement);
    if (isThere) means.note("delete", urn);
    if (means.isPreview) return;
    if (isThere && !isRetained) await means.pluginFor(type).delete(id, outputs);
    means.recording.drop(resource);
}

/** The engine's decomposition: what depends on nothing else that is condemned comes last. */
function ranked(condemned: readonly Resource[]): readonly (readonly Resource[])[] {
    const ranks: (readonly Resource[])[] = [];
    let left = condemned;
    while (left.length > 0) {
        const urns = new Map(left.map((one) => [one.urn, one]));
        const free = left.filter((one) => !reliesOn(one).some((urn) => urns.has(urn) && urns.get(urn) !== one));
        // Two of one URN, of which one is left over, may seem to depend on each other.
        const rank = free.length > 0 ? free : left;
        ranks.unshift(rank);
        left = left.filter((one) => !rank.includes(one));
    }
    return ranks;
}
