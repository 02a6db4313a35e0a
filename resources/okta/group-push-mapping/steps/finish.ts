import type { Properties } from "../../../lifecycle/declared/plain";
import type { Made } from "../../../lifecycle/kind";
import { keeping } from "../../../lifecycle/run/unfinished";
import { type Declared, idOf } from "../declared/schema";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import { awaitPush, isPushedSince } from "./await-push";
import { outputsOf, type Progress } from "./state";
import { converge } from "./update";

/**
 * Brings an existing mapping to what is declared and waits for its push. A failure on the way keeps it in state as it is
 * then, and the next run continues from there.
 */
export async function finish(mappings: AppMappings, declared: Declared, start: Progress): Promise<Made> {
    const id = idOf({ ...declared, ...start.mapping });
    let now = start;
    await keeping(
        id,
        () => outputsOf(declared, now),
        async () => {
            await converge(mappings, declared, now.mapping, (mapping, since) => {
                now = { ...now, mapping, awaitsPushSince: mapping.status === "ACTIVE" ? since : undefined };
            });
            const { awaitsPushSince: since, mapping } = now;
            if (since && isWaitedFor(declared) && !isPushedSince(mapping, since)) {
                const { mappingId, sourceGroupId } = mapping;
                const push = { mappingId, sourceGroupId, since, seconds: declared.waitForPush };
                await awaitPush(mappings, push, (pushed) => {
                    now = { ...now, mapping: pushed };
                });
            }
            now = { ...now, awaitsPushSince: undefined };
        },
    );
    return { id, outputs: outputsOf(declared, now) };
}

/**
 * The time from which Okta owes a push to the mapping of an earlier run; undefined when none is known to be owed. A mapping
 * that is active, but not so in state, was activated by a run that was killed before it could record that.
 */
export function pushOwed(mapping: Mapping, olds: Properties): string | undefined {
    const isActivatedUnseen = mapping.status === "ACTIVE" && olds["status"] !== "ACTIVE";
    return isActivatedUnseen && olds["lastPush"] === mapping.lastPush ? mapping.lastUpdated : undefined;
}

function isWaitedFor({ status, waitForPush }: Declared): boolean {
    return status === "ACTIVE" && waitForPush > 0;
}
