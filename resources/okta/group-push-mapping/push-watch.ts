import { waitUntil } from "../../lifecycle/wait-until";
import type { AppMappings } from "./app-mappings";
import type { Mapping } from "./wire";

/**
 * Waits until the mapping was pushed, and returns it as it then is. Throws as soon as it can't be pushed any more, and at
 * the deadline. `seen` is told of the mapping as it was last. However many mappings of an app wait, they share one list.
 *
 * @param since A push from this time on is the one waited for, `YYYY-MM-DDTHH:mm:ssZ`.
 */
export async function awaitPush(
    mappings: AppMappings,
    mappingId: string,
    { since, seconds }: { readonly since: string; readonly seconds: number },
    seen: (mapping: Mapping) => void,
): Promise<void> {
    let isListed = false;
    const settled = await waitUntil(
        `the push of group push mapping ${mappingId}`,
        async () => {
            const mapping = (await mappings.polled()).find((one) => one.mappingId === mappingId);
            isListed = mapping !== undefined;
            return mapping && isSettled(mapping, since) ? mapping : undefined;
        },
        {
            deadlineMs: seconds * mappings.secondMs,
            firstMs: mappings.secondMs,
            longestMs: 10 * mappings.secondMs,
        },
    );
    if (settled) seen(settled);
    if (settled?.status === "ACTIVE") return;
    throw new Error(settled ? whyNotPushed(settled) : tooLate(mappingId, seconds, isListed));
}

/** Whether the mapping was pushed from this time on. */
export function isPushedSince({ lastPush }: Pick<Mapping, "lastPush">, since: string): boolean {
    return lastPush !== undefined && Date.parse(lastPush) >= Date.parse(since);
}

/** What is in the way of a push, or why the last one failed; undefined when all is well. */
export function errorOf({ status, errorSummary }: Pick<Mapping, "status" | "errorSummary">): string | undefined {
    if (status !== "ERROR") return errorSummary;
    // Real mappings in ERROR have been seen without a reason (contracts/okta-api.md 1.6, 1.7).
    return errorSummary ?? `Okta gives no reason here; its System Log has it, under ${eventTypes.join(" and ")}.`;
}

const eventTypes = [
    "application.provision.group_push.mapping.update.or.delete.failed.with.error",
    "application.provision.group_push.mapping.app.group.renamed.failed",
] as const;

/** What a list says of a time before is no news: it may lag behind the change that we wait for the effect of. */
function isSettled(mapping: Mapping, since: string): boolean {
    const isNews = Date.parse(mapping.lastUpdated) >= Date.parse(since);
    return isNews && (mapping.status !== "ACTIVE" || isPushedSince(mapping, since));
}

function whyNotPushed(mapping: Mapping): string {
    const { mappingId, status, errorSummary } = mapping;
    if (status !== "ERROR") {
        return (
            `Group push mapping ${mappingId} became ${status} while its push was awaited. Renaming the source group can ` +
            "do that (System Log: application.provision.group_push.mapping.deactivated.source.group.renamed). " +
            "Run the same command again to activate it."
        );
    }
    const reason = errorSummary ? `Okta says: ${errorSummary.replace(/\.$/, "")}.` : errorOf(mapping);
    return `The push of group push mapping ${mappingId} failed (status ERROR). ${reason} Mend that, then run the same command again.`;
}

function tooLate(mappingId: string, seconds: number, isListed: boolean): string {
    const where = isListed ? "" : " and is not in the app's list";
    return (
        `Group push mapping ${mappingId} was not pushed within ${seconds} s${where}. Run the same command again to go on ` +
        "waiting; see the app's Push Groups tab for what holds it up, or raise waitForPush (0 does not wait)."
    );
}
