import { ApiFailure } from "../../http/api-failure";
import type { Send } from "../../http/send";
import { createMapping, deleteMapping, setStatus } from "./calls";
import { pushed } from "./push-watch";
import { type Declared, type Mapping, mappingToWire } from "./schema";

/**
 * Brings a mapping to its declared status and waits for the push. `seen` is told each state on the way, so that a
 * failure leaves the last true one behind.
 */
export async function converge(
    send: Send,
    declared: Declared,
    mapping: Mapping,
    seen: (mapping: Mapping) => void,
): Promise<void> {
    let now = mapping;
    const note = (next: Mapping) => {
        now = next;
        seen(next);
    };
    if (now.status === "ERROR" && declared.status === "ACTIVE") await repair(send, declared, now, note);
    if (now.status !== declared.status) note(await setStatus(send, declared.appId, now.mappingId, declared.status));
    if (declared.status === "ACTIVE" && isPushDue(mapping, now)) await awaitPush(send, declared, now, note);
}

/** A mapping is pushed when it is made and when it is made active again. */
function isPushDue(before: Mapping, now: Mapping): boolean {
    return now.lastPush === undefined || before.status !== now.status || before.mappingId !== now.mappingId;
}

/** Whether Okta lets a mapping in ERROR be deactivated is unconfirmed; where it does not, it is made anew. */
async function repair(
    send: Send,
    declared: Declared,
    mapping: Mapping,
    note: (mapping: Mapping) => void,
): Promise<void> {
    const { appId } = declared;
    const { mappingId, targetGroupId } = mapping;
    try {
        note(await setStatus(send, appId, mappingId, "INACTIVE"));
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || failure.kind !== "rejected") throw failure;
        await deleteMapping(send, appId, mappingId, false);
        note(await createMapping(send, appId, mappingToWire(declared, { targetGroupId })));
    }
}

async function awaitPush(
    send: Send,
    { appId, waitForPush }: Declared,
    mapping: Mapping,
    note: (mapping: Mapping) => void,
): Promise<void> {
    if (waitForPush === 0) return;
    const seen = await pushed(send, appId, mapping, waitForPush * 1000);
    if (seen) note(seen);
    if (seen?.status === "ERROR") throw new Error(whyFailed(seen));
    if (!seen && !mapping.lastPush) {
        throw new Error(
            `Group push mapping ${mapping.mappingId} was not pushed within ${waitForPush} s. Run the same command again to ` +
                "go on waiting; see the app's Push Groups tab for what holds it up, or raise waitForPush.",
        );
    }
}

function whyFailed({ mappingId, errorSummary }: Mapping): string {
    const reason = errorSummary
        ? `Okta says: ${errorSummary}.`
        : "Okta gives no reason here; its System Log has it, under application.provision.group_push.mapping.update.or." +
          "delete.failed.with.error and application.provision.group_push.mapping.app.group.renamed.failed.";
    return `The push of group push mapping ${mappingId} failed (status ERROR). ${reason} Mend that, then run the same command again.`;
}
