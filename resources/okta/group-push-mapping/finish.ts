import type { Made } from "../../lifecycle/kind";
import type { Properties } from "../../lifecycle/plain";
import { keeping } from "../../lifecycle/unfinished";
import type { AppMappings } from "./app-mappings";
import { converge } from "./converge";
import { awaitPush, isPushedSince } from "./push-watch";
import { type Declared, idOf } from "./schema";
import { outputsOf, type Progress } from "./state";
import type { Mapping } from "./wire";

/**
 * Brings a mapping that exists to what is declared and waits for its push. Whatever fails on the way leaves it in state
 * as it then is, and the next run goes on from there.
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
                const { mappingId } = mapping;
                await awaitPush(mappings, mappingId, { since, seconds: declared.waitForPush }, (pushed) => {
                    now = { ...now, mapping: pushed };
                });
            }
            now = { ...now, awaitsPushSince: undefined };
        },
    );
    return { id, outputs: outputsOf(declared, now) };
}

/**
 * Since when Okta owes a push to a mapping that an earlier run left; undefined when it owes none that we know of. One that
 * state does not know as active was activated by a run that was killed before it could say so.
 */
export function pushOwed(mapping: Mapping, olds: Properties): string | undefined {
    const isActivatedUnseen = mapping.status === "ACTIVE" && olds["status"] !== "ACTIVE";
    return isActivatedUnseen && olds["lastPush"] === mapping.lastPush ? mapping.lastUpdated : undefined;
}

function isWaitedFor({ status, waitForPush }: Declared): boolean {
    return status === "ACTIVE" && waitForPush > 0;
}
