import { ApiFailure } from "../../../http/failure/api-failure";
import type { Nothing } from "../../../lifecycle/declared/whole";
import { liveOf } from "../declared/effects";
import type { Declared } from "../declared/schema";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import { remove } from "./delete";
import { make } from "./make";
import { requirePushable } from "./preflight";

/** Called with the mapping after each step, and the time from which Okta owes it a push if it is active. */
export type Seen = (mapping: Mapping, pushSince: string) => void;

/** Brings a mapping to its declared status. */
export async function converge(mappings: AppMappings, declared: Declared, mapping: Mapping, seen: Seen): Promise<void> {
    const sound = mapping.status === "ERROR" ? await repair(mappings, declared, mapping, seen) : mapping;
    const { status, ...rest } = liveOf(declared);
    rest satisfies Nothing;
    if (sound.status === status) return;
    const changed = await mappings.setStatus(sound.mappingId, status);
    seen(changed, changed.lastUpdated);
}

/** Whether Okta allows deactivating a mapping in ERROR is unconfirmed; where it does not, the mapping is re-created. */
async function repair(mappings: AppMappings, declared: Declared, broken: Mapping, seen: Seen): Promise<Mapping> {
    if (declared.status === "ACTIVE") await requirePushable(mappings, declared);
    try {
        const stopped = await mappings.setStatus(broken.mappingId, "INACTIVE");
        seen(stopped, stopped.lastUpdated);
        return stopped;
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || failure.kind !== "rejected") throw failure;
        await remove(mappings, broken, "stays");
        const { mapping } = await make(mappings, declared, { targetGroupId: broken.targetGroupId });
        seen(mapping, mapping.created);
        return mapping;
    }
}
