import { ApiFailure } from "../../http/api-failure";
import type { Send } from "../../http/send";
import { isNotFound } from "../../lifecycle/not-found";
import { messageOf } from "../../lifecycle/unfinished";
import { waitUntil } from "../../lifecycle/wait-until";
import type { AppMappings } from "./app-mappings";
import { getGroup } from "./apps-and-groups";
import type { Key } from "./schema";
import type { Mapping } from "./wire";

/** Seconds to wait for Okta to delete a target group; nothing says how long it takes, nor that it is done at once. */
const targetGoneSeconds = 30;

/**
 * Deletes a mapping: content when it is gone, whoever deleted it. Okta wants it INACTIVE first; one in ERROR it deletes
 * as it is since 2026.07, older orgs don't (contracts/okta-api.md 1.5). Every message says how far it came.
 */
export async function remove(mappings: AppMappings, mapping: Mapping, deleteTargetGroup: boolean): Promise<void> {
    const isDone = mapping.status !== "ACTIVE" && (await tryDelete(mappings, mapping, deleteTargetGroup)) === "done";
    if (!isDone && (await isDeactivated(mappings, mapping))) {
        const refusal = await tryDelete(mappings, { ...mapping, status: "INACTIVE" }, deleteTargetGroup);
        if (refusal !== "done") throw unfinished("INACTIVE", `mapping ${mapping.mappingId} is still there`, refusal);
    }
    if (deleteTargetGroup) await awaitTargetGone(mappings, mapping.targetGroupId);
}

/** Warns of a target group that nothing can delete any more: Okta deletes one only along with its mapping. */
export async function sayWhatStays(send: Send, { targetGroupId }: Key): Promise<void> {
    const target = await getGroup(send, targetGroupId);
    if (!target) return;
    console.warn(
        `The mapping to target group "${target.name}" (${targetGroupId}) is gone already, so Okta offers no way to delete ` +
            "the group from here, as declared. Delete it in the app.",
    );
}

/** The refusal when Okta does not delete it as it is. */
async function tryDelete(
    mappings: AppMappings,
    { mappingId, status }: Mapping,
    deleteTargetGroup: boolean,
): Promise<"done" | ApiFailure> {
    try {
        await mappings.delete(mappingId, deleteTargetGroup);
        return "done";
    } catch (failure) {
        if (failure instanceof ApiFailure && failure.kind === "rejected") return failure;
        const isThere = await mappings.lacks(mappingId).then(
            (lacks) => !lacks,
            () => false,
        );
        throw unfinished(status, `mapping ${mappingId} ${isThere ? "is" : "may be"} still there`, failure);
    }
}

function unfinished(status: string, what: string, failure: unknown): Error {
    return new Error(
        `Pushing has stopped, but group push ${what}, ${status}. Run the same command again to finish. ${messageOf(failure)}`,
    );
}

/** False when there is no mapping left to deactivate. */
async function isDeactivated(mappings: AppMappings, { mappingId, status }: Mapping): Promise<boolean> {
    try {
        await mappings.setStatus(mappingId, "INACTIVE");
        return true;
    } catch (failure) {
        if (isNotFound(failure) && (await mappings.lacks(mappingId))) return false;
        const what =
            status === "ERROR"
                ? `Okta lets group push mapping ${mappingId}, which is in ERROR, be neither deleted nor deactivated. ` +
                  "Remove it on the app's Push Groups tab, then run the same command again."
                : `Group push mapping ${mappingId} (${status}) could not be deactivated, so it was not deleted.`;
        throw new Error(`${what} ${messageOf(failure)}`);
    }
}

/** What is made next may want the same name, so the old group must be gone before we say so. */
async function awaitTargetGone({ send, secondMs }: AppMappings, targetGroupId: string): Promise<void> {
    const gone = await waitUntil(
        `Okta to delete group ${targetGroupId}`,
        async () => ((await getGroup(send, targetGroupId)) ? undefined : true),
        { deadlineMs: targetGoneSeconds * secondMs, firstMs: secondMs, longestMs: 5 * secondMs },
    ).catch(() => true);
    if (gone) return;
    console.warn(
        `Okta was told to delete target group ${targetGroupId}, but after ${targetGoneSeconds} s it is still there. See the app for what holds it.`,
    );
}
