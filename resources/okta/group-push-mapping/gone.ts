import type { Send } from "../../http/send";
import type { Properties } from "../../lifecycle/plain";
import { getGroup } from "./apps-and-groups";
import type { Key } from "./schema";

/**
 * Whether a mapping that the app's list does not have is gone for good: its target group is gone as well, so there is none
 * to create again. Otherwise it is MISSING, which the next run repairs or replaces. A credential that is no longer allowed
 * to see groups gets 404 for both, so of a mapping that state knows the source must be seen.
 */
export async function isGoneForGood(
    send: Send,
    { sourceGroupId, targetGroupId }: Key,
    outputs: Properties,
): Promise<boolean> {
    const [source, target] = await Promise.all([getGroup(send, sourceGroupId), getGroup(send, targetGroupId)]);
    const isInState = outputs["created"] !== undefined;
    return isInState ? !target && source !== undefined : !target || !source;
}
