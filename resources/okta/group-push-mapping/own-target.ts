import type { Send } from "../../http/send";
import type { Properties } from "../../lifecycle/plain";
import { keeping, messageOf } from "../../lifecycle/unfinished";
import type { AppMappings } from "./app-mappings";
import { type Group, getGroup } from "./apps-and-groups";
import { targetExists } from "./preflight";
import { remove } from "./remove";
import { type Declared, idOf, type Key } from "./schema";
import { outputsOf, type Progress, type Remembered, rememberedIn } from "./state";
import type { Mapping } from "./wire";

/**
 * Learns the target's name and sees to it that a name did not link to a group that was there: the search for one lags
 * behind, and Okta links without a word. The group tells: it is older than the request. Then the mapping is taken back,
 * the group left alone, and this throws.
 */
export async function withOwnTarget(mappings: AppMappings, declared: Declared, progress: Progress): Promise<Progress> {
    const { mapping, targetMadeSince } = progress;
    const kept = <T>(finish: () => Promise<T>) =>
        keeping(idOf({ ...declared, ...mapping }), () => outputsOf(declared, progress), finish);
    const target = await kept(() => getGroup(mappings.send, mapping.targetGroupId));
    if (targetMadeSince && declared.onExistingTarget === "fail") {
        if (!target) console.warn(unseen(mapping));
        else if (isOlder(target, targetMadeSince) && !mappings.wasKept(target.id)) {
            await kept(() => takeBack(mappings, mapping, target.name));
            throw new Error(targetExists(target.name, target.id));
        }
    }
    return {
        ...progress,
        targetGroupName: target?.name ?? progress.targetGroupName,
        targetMadeSince: undefined,
    };
}

/** Throws when the mapping is gone because it was taken back: it must not be made again onto that group. */
export async function refuseForeignTarget(
    { send }: AppMappings,
    { onExistingTarget }: Declared,
    { targetGroupId }: Key,
    { targetMadeSince }: Remembered,
): Promise<void> {
    if (!targetMadeSince || onExistingTarget !== "fail") return;
    const target = await getGroup(send, targetGroupId);
    if (target && isOlder(target, targetMadeSince)) throw new Error(targetExists(target.name, target.id));
}

/**
 * Milliseconds by which a target may be older than its mapping and still have been made along with it: a mapping's time
 * has no milliseconds, Okta makes the group first, and how long its request took is not known afterwards.
 */
const madeTogetherMs = 5000;

/**
 * Throws when a mapping that is found leads to a group that was there before it. A name may have linked to it without a
 * word, in a run that was killed before it looked; whose mapping it is can't be told, so it is left as it is.
 */
export function refuseOlderTarget(mappings: AppMappings, declared: Declared, mapping: Mapping, target: Group): void {
    if (declared.onExistingTarget !== "fail" || mappings.wasKept(target.id)) return;
    if (!isOlder(target, new Date(Date.parse(mapping.created) - madeTogetherMs).toISOString())) return;
    throw new Error(
        `${targetExists(target.name, target.id)} Group push mapping ${mapping.mappingId} pushes into it already: a run that ` +
            "was killed may have left it. If it is not yours, delete that mapping on the app's Push Groups tab, and keep the group.",
    );
}

/** False for a target that was there before, which must not be deleted whatever is declared. */
export async function isOurs(send: Send, { targetGroupId }: Key, outputs: Properties): Promise<boolean> {
    const { targetMadeSince } = rememberedIn(outputs, undefined);
    if (!targetMadeSince) return true;
    const target = await getGroup(send, targetGroupId);
    return target !== undefined && !isOlder(target, targetMadeSince);
}

/** Whether the group was there before the request that might have made it. */
function isOlder({ created }: Group, targetMadeSince: string): boolean {
    return Date.parse(created) < Date.parse(targetMadeSince);
}

async function takeBack(mappings: AppMappings, mapping: Mapping, name: string): Promise<void> {
    try {
        await remove(mappings, mapping, false);
    } catch (failure) {
        throw new Error(
            `${targetExists(name, mapping.targetGroupId)} Okta linked to it all the same, and this could not be taken back ` +
                `yet: ${messageOf(failure)}`,
        );
    }
}

function unseen({ mappingId, targetGroupId }: Mapping): string {
    return (
        `Target group ${targetGroupId} of mapping ${mappingId} can't be read with this credential, so it can't be told ` +
        "whether it was there before. Give the credential a role over the app's groups."
    );
}
