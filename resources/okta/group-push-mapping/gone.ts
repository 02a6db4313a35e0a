import type { Send } from "../../http/send";
import { getGroup } from "./apps-and-groups";
import type { Key } from "./schema";

/**
 * Whether a mapping that the app's list does not have is gone for good: without its source or its target group there is
 * none to create again. With both it is MISSING, which the next run repairs.
 */
export async function isGoneForGood(send: Send, { sourceGroupId, targetGroupId }: Key): Promise<boolean> {
    const ends = await Promise.all([getGroup(send, sourceGroupId), getGroup(send, targetGroupId)]);
    return ends.includes(undefined);
}
