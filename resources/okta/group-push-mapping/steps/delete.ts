import { ApiFailure } from "../../../http/failure/api-failure";
import { warn } from "../../../http/output/say";
import type { Send } from "../../../http/send";
import { isNotFound } from "../../../lifecycle/not-found";
import { messageOf } from "../../../lifecycle/run/unfinished";
import { waitUntil } from "../../../lifecycle/waiting/wait-until";
import { getGroup } from "../../lookups/by-id";
import type { Key } from "../declared/schema";
import { isGroupLeft } from "../wire/apps-and-groups";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";

/** Seconds to wait for Okta to delete a target group; how long that takes is not documented. */
const targetGoneSeconds = 30;

/** What becomes of the target group: it stays, goes, or goes and something else is made in its place. */
export type TargetFate = "stays" | "goes" | "is replaced";

/**
 * Deletes a mapping; succeeds when it is gone, whoever deleted it. Okta demands INACTIVE first; since 2026.07 a mapping in ERROR
 * can be deleted as it is, but not in older orgs (docs/contracts/okta-api.md 1.5). Every message says how far it got.
 */
export async function remove(mappings: AppMappings, mapping: Mapping, target: TargetFate): Promise<void> {
    const deleteTargetGroup = target !== "stays";
    const isDone = mapping.status !== "ACTIVE" && (await tryDelete(mappings, mapping, deleteTargetGroup)) === "done";
    if (!isDone && (await isDeactivated(mappings, mapping))) {
        const refusal = await tryDelete(mappings, { ...mapping, status: "INACTIVE" }, deleteTargetGroup);
        if (refusal !== "done") throw unfinished("INACTIVE", `mapping ${mapping.mappingId} still exists`, refusal);
    }
    if (deleteTargetGroup) await awaitTargetGone(mappings, mapping.targetGroupId, target === "goes");
}

/** Warns of a target group that can no longer be deleted from here: Okta deletes one only along with its mapping. */
export async function sayWhatStays(send: Send, { targetGroupId }: Key): Promise<void> {
    const target = await getGroup(send, targetGroupId);
    if (!target) return;
    warn(
        `Target group "${target.name}" (${targetGroupId}) was not deleted, although deleteTargetGroupOnDestroy is declared: ` +
            "its mapping is already gone, and Okta deletes the group only along with it. If nothing else of this run uses " +
            "the group, delete it in the app.",
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
        const isThere = await mappings.isProvenGone(mappingId).then(
            (isGone) => !isGone,
            () => false,
        );
        throw unfinished(status, `mapping ${mappingId} ${isThere ? "still exists" : "may still exist"}`, failure);
    }
}

function unfinished(status: string, what: string, failure: unknown): Error {
    return new Error(
        `Pushing has stopped, but group push ${what} (${status}). Run the same command again to finish. ${messageOf(failure)}`,
    );
}

/** False when there is no mapping left to deactivate. */
async function isDeactivated(mappings: AppMappings, { mappingId, status }: Mapping): Promise<boolean> {
    try {
        await mappings.setStatus(mappingId, "INACTIVE");
        return true;
    } catch (failure) {
        if (isNotFound(failure) && (await mappings.isProvenGone(mappingId))) return false;
        const what =
            status === "ERROR"
                ? `Okta refuses to delete or deactivate group push mapping ${mappingId} (status ERROR). ` +
                  "Remove it on the app's Push Groups tab, then run the same command again."
                : `Group push mapping ${mappingId} (${status}) could not be deactivated, so it was not deleted.`;
        throw new Error(`${what} ${messageOf(failure)}`);
    }
}

/**
 * Waits until the old target group is gone, because what is created next may need its name: proven gone, or gone from the list.
 */
async function awaitTargetGone({ send }: AppMappings, targetGroupId: string, asListed: boolean): Promise<void> {
    const isLeft = async () => (asListed ? isGroupLeft(send, targetGroupId) : !!(await getGroup(send, targetGroupId)));
    const gone = await waitUntil(
        { one: `Okta to delete group ${targetGroupId}`, many: "groups to be deleted by Okta" },
        async () => ((await isLeft()) ? undefined : true),
        { deadlineMs: targetGoneSeconds * 1000, firstMs: 1000, longestMs: 5000 },
    ).catch(() => true);
    if (gone) return;
    warn(
        `Target group ${targetGroupId} still exists ${targetGoneSeconds} s after Okta accepted its deletion. ` +
            "Look in the app for what holds it.",
    );
}
