import { say } from "../../../http/output/say";
import type { Send } from "../../../http/send";
import type { Properties } from "../../../lifecycle/declared/plain";
import type { Replaced, Successor } from "../../../lifecycle/run/succession";
import { catalogueName } from "../../lookups/find-opa-app";
import { type Declared, type Key, keyOf } from "../declared/schema";
import { sharedApp } from "../wire/apps-and-groups";
import { rememberedIn } from "./state";

/** A group that OPA has because of a former mapping. */
export interface FormerTarget {
    /** Whether it is known to have been created for that mapping. */
    readonly isOurs: boolean;
}

/** The group that a replaced mapping pushes to by the same name through another app of OPA: OPA has one group for both. */
export async function formerElsewhere(
    send: Send,
    replaced: Replaced | undefined,
    { appId, targetGroupName }: Declared,
): Promise<FormerTarget | undefined> {
    if (!replaced) return undefined;
    const { appId: formerAppId } = keyOf(replaced.id);
    const { targetGroupName: name, targetAdopted, targetMadeSince } = rememberedIn(replaced.outputs, undefined);
    if (formerAppId === appId || name !== targetGroupName || !(await areOpas(send, formerAppId, appId)))
        return undefined;
    return { isOurs: !targetAdopted && targetMadeSince === undefined };
}

/**
 * Whether the successor of a mapping pushes to the very group in OPA that would be deleted along with the mapping. Tells the user
 * so.
 */
export async function isPushedOn(
    send: Send,
    { appId, targetGroupId }: Key,
    outputs: Properties,
    successor: Successor | undefined,
): Promise<boolean> {
    if (!successor?.isMade || outputs["deleteTargetGroupOnDestroy"] === false) return false;
    const { appId: nextAppId, targetGroupName } = successor.declared;
    if (nextAppId === appId || targetGroupName !== outputs["targetGroupName"]) return false;
    if (!(await areOpas(send, appId, String(nextAppId)))) return false;
    say(`Kept target group ${targetGroupId} in app ${appId}: in OPA it is what the new mapping pushes to.`);
    return true;
}

/** False when an app cannot be seen. */
async function areOpas(send: Send, ...appIds: readonly string[]): Promise<boolean> {
    const isOpas = (id: string) => sharedApp.find((app) => app?.name === catalogueName || undefined, send, id);
    return (await Promise.all(appIds.map(isOpas))).every(Boolean);
}
