import { z } from "zod";
import { allPages } from "../../../http/paginate";
import type { ApiRequest, Send } from "../../../http/send";
import type { Properties } from "../../../lifecycle/declared/plain";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import { getApp, getGroup } from "../../lookups/by-id";
import type { Key } from "../declared/schema";
import type { Mapping } from "../wire/mapping";
import { type AppMappings, AppNotFound } from "../wire/mapping-list";
import { textOf } from "./state";

/** A mapping that went with its app. */
export const goneWithApp = "gone with its app";

/**
 * The mapping of an earlier run as it is now; undefined when the app's list does not have it. When the app cannot be found
 * either, this throws, unless it is proven to be gone.
 */
export async function foundOrGone(
    mappings: AppMappings,
    key: Key,
    outputs: Properties,
): Promise<Mapping | typeof goneWithApp | undefined> {
    try {
        return await mappings.find(key, textOf(outputs["mappingId"]));
    } catch (failure) {
        if (!(failure instanceof AppNotFound)) throw failure;
        const doubt = await whyAppMayExist(mappings.send, key);
        if (doubt === undefined) return goneWithApp;
        throw new Error(`${failure.message} That it was deleted is not proven: ${doubt}`);
    }
}

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

/**
 * Why an app that answers 404 may exist all the same, and what to do; undefined when it is gone: the list of apps has others
 * and not this one, and the credential, which sees the source group, does not find the target group, which was the app's.
 */
async function whyAppMayExist(send: Send, key: Key): Promise<string | undefined> {
    const { appId, sourceGroupId, targetGroupId } = key;
    // An id that a list lacks never comes back; one that it has may have gone since.
    const lacking = (ids: ReadonlySet<string>) => (ids.size > 0 && !ids.has(appId) ? ids : undefined);
    const ids = (await allAppIds.find(lacking, send)) ?? (await allAppIds(send));
    if (ids.has(appId)) return "the list of apps has it. Run the same command again.";
    if (ids.size === 0) return `the credential sees no app at all. ${giveRole}`;
    if (await getApp(send, appId)) return "it was found now. Run the same command again.";
    const [source, target] = await Promise.all([getGroup(send, sourceGroupId), getGroup(send, targetGroupId)]);
    if (target) {
        return (
            `its group "${target.name}" (${targetGroupId}) is still there. If you deleted the app, delete that group in Okta as well, ` +
            "which Okta refuses as long as something is pushed to it, and run the same command again. " +
            `Otherwise: ${giveRole}`
        );
    }
    return source ? undefined : `the source group ${sourceGroupId} cannot be seen either. ${giveRole}`;
}

const giveRole =
    "Give the credential an administrator role over the app, its groups and the source group, then run the same command again.";

const onWire = z.object({ id: z.string() });

/** Milliseconds for which all mappings share the list of the org's apps: one that was deleted had many. */
const appsFreshMs = 30_000;

const allAppIds = sharedRead(appsFreshMs, async (send: Send): Promise<ReadonlySet<string>> => {
    const request: ApiRequest = { method: "GET", path: "/api/v1/apps", query: { limit: 200 } };
    const ids = await allPages(send, request, (body) =>
        z
            .array(onWire)
            .parse(body)
            .map(({ id }) => id),
    );
    return new Set(ids);
});
