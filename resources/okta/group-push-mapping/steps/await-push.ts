import { ApiFailure } from "../../../http/failure/api-failure";
import { say } from "../../../http/output/say";
import { waitUntil } from "../../../lifecycle/waiting/wait-until";
import { hasMembers } from "../wire/apps-and-groups";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";

/** Which push is waited for. */
export interface AwaitedPush {
    readonly mappingId: string;
    readonly sourceGroupId: string;
    /** A push from this time on is the one, `YYYY-MM-DDTHH:mm:ssZ`. */
    readonly since: string;
    readonly seconds: number;
}

/**
 * Seconds to wait for the push of a source without members: whether Okta records a push of nobody is not known.
 * Ten times what a push was seen to take.
 */
const emptySeconds = 30;

/**
 * Waits until the mapping has been pushed, or its source turns out to have nobody to push. Throws as soon as it cannot be pushed
 * any more, and at the deadline. `seen` is called with the mapping as it is in the end. However many mappings of an app wait,
 * they share one list.
 */
export async function awaitPush(
    mappings: AppMappings,
    push: AwaitedPush,
    seen: (mapping: Mapping) => void,
): Promise<void> {
    const { mappingId, seconds } = push;
    const first = await settledWithin(mappings, push, Math.min(seconds, emptySeconds));
    if (!first.settled && (await hasNobody(mappings, push.sourceGroupId))) {
        say(
            `Group push mapping ${mappingId} is ACTIVE, and its source group has no members. Okta noted no push of nobody within ` +
                `${Math.min(seconds, emptySeconds)} s, so this run goes on.`,
        );
        return;
    }
    const leftSeconds = seconds - emptySeconds;
    const { settled, isListed } =
        first.settled || leftSeconds <= 0 ? first : await settledWithin(mappings, push, leftSeconds);
    if (settled) seen(settled);
    if (settled?.status === "ACTIVE") return;
    throw new Error(settled ? whyNotPushed(settled) : tooLate(mappingId, seconds, isListed));
}

interface Seen {
    readonly settled: Mapping | undefined;
    readonly isListed: boolean;
}

async function settledWithin(mappings: AppMappings, { mappingId, since }: AwaitedPush, seconds: number): Promise<Seen> {
    let isListed = false;
    const beganMs = performance.now();
    const settled = await waitUntil(
        { one: `the push of group push mapping ${mappingId}`, many: "pushes of group push mappings" },
        async () => {
            const listed = (await mappings.polled(performance.now() - beganMs)).find(
                (one) => one.mappingId === mappingId,
            );
            isListed = listed !== undefined;
            const mapping = listed?.whole();
            return mapping && isSettled(mapping, since) ? mapping : undefined;
        },
        {
            deadlineMs: seconds * 1000,
            pauseMs: (waitedMs) => mappings.looks.pauseMs(waitedMs),
        },
    );
    if (settled?.status === "ACTIVE") mappings.looks.noteArrival(performance.now() - beganMs);
    return { settled, isListed };
}

/** False when it cannot be seen. */
async function hasNobody({ send }: AppMappings, sourceGroupId: string): Promise<boolean> {
    try {
        return !(await hasMembers(send, sourceGroupId));
    } catch (failure) {
        if (failure instanceof ApiFailure) return false;
        throw failure;
    }
}

/** Whether the mapping was pushed from this time on. */
export function isPushedSince({ lastPush }: Pick<Mapping, "lastPush">, since: string): boolean {
    return lastPush !== undefined && Date.parse(lastPush) >= Date.parse(since);
}

/** What prevents a push, or why the last one failed; undefined when all is well. */
export function errorOf({ status, errorSummary }: Pick<Mapping, "status" | "errorSummary">): string | undefined {
    if (status !== "ERROR") return errorSummary;
    // Real mappings in ERROR have been seen without a reason (docs/contracts/okta-api.md 1.6, 1.7).
    return errorSummary ?? `Okta gives no reason here. Look in its System Log for ${eventTypes.join(" and ")}.`;
}

const eventTypes = [
    "application.provision.group_push.mapping.update.or.delete.failed.with.error",
    "application.provision.group_push.mapping.app.group.renamed.failed",
] as const;

/** An entry from before that time says nothing: the list may lag behind the change whose effect is awaited. */
function isSettled(mapping: Mapping, since: string): boolean {
    const isNews = Date.parse(mapping.lastUpdated) >= Date.parse(since);
    return isNews && (mapping.status !== "ACTIVE" || isPushedSince(mapping, since));
}

function whyNotPushed(mapping: Mapping): string {
    const { mappingId, status, errorSummary } = mapping;
    if (status !== "ERROR") {
        return (
            `Group push mapping ${mappingId} became ${status} while its push was awaited. Renaming the source group can ` +
            "cause that (System Log: application.provision.group_push.mapping.deactivated.source.group.renamed). " +
            "Run the same command again to activate it."
        );
    }
    const reason = errorSummary ? `Okta says: ${errorSummary.replace(/\.$/, "")}.` : errorOf(mapping);
    return `The push of group push mapping ${mappingId} failed (status ERROR). ${reason} Fix that, then run \`pulumi up\` again.`;
}

function tooLate(mappingId: string, seconds: number, isListed: boolean): string {
    const where = isListed ? "" : " and is not in the app's list";
    return (
        `Group push mapping ${mappingId} was not pushed within ${seconds} s${where}. Run the same command again to ` +
        "continue waiting, look for the cause on the app's Push Groups tab, or raise waitForPush (0 does not wait)."
    );
}
