import type { Send } from "../../http/send";
import { shared } from "../../lifecycle/shared";
import { waitUntil } from "../../lifecycle/wait-until";
import { listMappings } from "./calls";
import type { Mapping } from "./schema";

/**
 * Milliseconds a list serves every mapping of the app that waits: the calls on `apps/*` are the scarcest of all
 * (about 100 a minute for everything, contracts/okta-api.md 4).
 */
const freshMs = 1000;

/**
 * The mapping once it was pushed (again, if it had been before) or is in ERROR; undefined at the deadline. However many
 * mappings of an app wait, one list is asked for at a time.
 */
export function pushed(
    send: Send,
    appId: string,
    { mappingId, lastPush: before }: Mapping,
    deadlineMs: number,
): Promise<Mapping | undefined> {
    return waitUntil(
        async () => {
            const list = await shared(send, `mappings of ${appId}`, freshMs, () => listMappings(send, appId));
            const mapping = list.find((one) => one.mappingId === mappingId);
            const done = mapping?.status === "ERROR" || (mapping?.lastPush && mapping.lastPush !== before);
            return done ? mapping : undefined;
        },
        { deadlineMs, firstMs: freshMs, longestMs: 10_000 },
    );
}
