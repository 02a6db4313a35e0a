import { type Means, messageOf } from "./means";
import type { Resource } from "./state";

/** Reads everything at the same time. Resolves with what went wrong; what could be read is noted all the same. */
export async function refreshAll(means: Means): Promise<readonly string[]> {
    const isMeant = ({ urn }: Resource) => means.targets === undefined || means.targets.has(urn);
    // What waits for its replacement is deleted already.
    const all = means.state.resources.filter((one) => one.isCustom && !one.isPendingReplacement && isMeant(one));
    const results = await Promise.allSettled(all.map((one) => refresh(one, means)));
    forgetGone(means);
    return results.flatMap((one) => (one.status === "rejected" ? [messageOf(one.reason)] : []));
}

async function refresh(resource: Resource, { recording, pluginFor, note }: Means): Promise<void> {
    const plugin = pluginFor(resource.type);
    const live = await plugin.read(resource.id, resource.outputs);
    if (!live) {
        note("delete", resource.urn);
        recording.drop(resource);
        return;
    }
    // What an `up` of the unchanged program would do, for the display.
    const { changes } = await plugin.diff(live.id, live.outputs, resource.inputs);
    note(changes ? "update" : "same", resource.urn);
    recording.put({ ...resource, ...live, unfinished: [] }, resource);
}

/** Nothing depends on what is not there. */
function forgetGone({ state, recording }: Means): void {
    const urns = new Set(state.resources.map(({ urn }) => urn));
    for (const one of state.resources) {
        const dependencies = one.dependencies.filter((urn) => urns.has(urn));
        if (dependencies.length < one.dependencies.length) recording.put({ ...one, dependencies }, one);
    }
}
