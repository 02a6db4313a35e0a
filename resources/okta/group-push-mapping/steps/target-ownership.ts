import type { Send } from "../../../http/send";
import { now } from "../../../http/time/clock";
import type { Properties } from "../../../lifecycle/declared/plain";
import type { Replaced } from "../../../lifecycle/run/succession";
import { keeping, messageOf } from "../../../lifecycle/run/unfinished";
import { waitUntil } from "../../../lifecycle/waiting/wait-until";
import { type Group, getGroup } from "../../lookups/by-id";
import { type Declared, idOf, type Key, keyOf } from "../declared/schema";
import { getGroupShared } from "../wire/apps-and-groups";
import { isOpasOwn } from "../wire/in-opa";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import { remove } from "./delete";
import { type LeftTarget, targetExists, unreadableTarget } from "./preflight";
import { sayKept, type Witness, whyDoubtful } from "./proof";
import { missing, outputsOf, type Progress, type Remembered, rememberedIn, textOf } from "./state";

/**
 * Seconds to wait until a new group can be read: the Terraform provider waits as long (docs/contracts/okta-api.md 5.3).
 */
const readableSeconds = 10;

/**
 * Reads the target group's name, and checks that Okta did not link to a group that existed before: the search for one
 * lags behind, and Okta links silently. A group older than the request existed before. Then the mapping is deleted, the
 * group left alone, and this throws. It throws as well while the group cannot be read: the next run checks again.
 *
 * @param ours A group that is ours although it is older. Okta may have given it its new source's name by now.
 */
export async function withOwnTarget(
    mappings: AppMappings,
    declared: Declared,
    progress: Progress,
    witness: Witness,
    ours?: LeftTarget,
): Promise<Progress> {
    const { mapping, targetMadeSince } = progress;
    const since = now();
    const kept = <T>(finish: () => Promise<T>) =>
        keeping(idOf({ ...declared, ...mapping }), () => outputsOf(declared, progress), finish);
    if (targetMadeSince === undefined) {
        const target = await kept(() => getGroup(mappings.send, mapping.targetGroupId));
        return { ...progress, targetGroupName: namedAs(declared, target) ?? progress.targetGroupName };
    }
    const mayLink = declared.onExistingTarget === "link";
    const target = await kept(() => (mayLink ? lookFor(mappings, mapping) : seenTarget(mappings, mapping)));
    const isForeign = !target || (isOlder(target, targetMadeSince) && target.id !== ours?.id);
    if (target && isForeign && !mayLink) {
        await kept(() => takeBack(mappings, mapping, target.name));
        throw new Error(targetExists(target.name, target.id));
    }
    const doubt = isForeign ? undefined : await kept(() => whyDoubtful(mapping, target.name, witness, since));
    const inOpa = mayLink || witness.former ? undefined : doubt?.inOpa;
    if (target && inOpa && inOpa.roles.length > 0) {
        await kept(() => takeBack(mappings, mapping, target.name));
        throw new Error(isOpasOwn(inOpa, target.name));
    }
    if (doubt) sayKept(declared, mappings, doubt);
    return {
        ...progress,
        targetGroupName: namedAs(declared, target) ?? progress.targetGroupName,
        targetMadeSince: undefined,
        targetAdopted: isForeign || doubt !== undefined,
        targetDoubtful: doubt === undefined ? undefined : true,
    };
}

/** As declared: Okta may have given the group its source's name by now. One that others may use has the name that it has. */
function namedAs({ shared, targetGroupName }: Declared, target: Group | undefined): string | undefined {
    return shared ? (target?.name ?? targetGroupName) : (targetGroupName ?? target?.name);
}

/** Throws when the mapping is gone because its link was removed: it must not be re-created onto that group. */
export async function refuseForeignTarget(
    mappings: AppMappings,
    { onExistingTarget }: Declared,
    key: Key,
    { targetMadeSince }: Remembered,
): Promise<void> {
    if (!targetMadeSince || onExistingTarget !== "fail") return;
    const target = await seenTarget(mappings, key);
    if (isOlder(target, targetMadeSince)) throw new Error(targetExists(target.name, target.id));
}

/**
 * Milliseconds by which a target group may be older than its mapping and still have been created along with it: a
 * mapping's time has no milliseconds, Okta creates the group first, and how long the request took is not known afterwards.
 */
export const madeTogetherMs = 5000;

/**
 * Throws when an existing mapping leads to a group that existed before it. Okta may have linked to it by name in a run
 * that was killed before it checked. Whose mapping it is cannot be determined, so it is left as it is.
 */
export function refuseOlderTarget(declared: Declared, mapping: Mapping, target: Group): void {
    if (declared.onExistingTarget !== "fail") return;
    if (!isOlder(target, new Date(Date.parse(mapping.created) - madeTogetherMs).toISOString())) return;
    throw new Error(
        `${targetExists(target.name, target.id)} Group push mapping ${mapping.mappingId} already links to it; an ` +
            "interrupted run may have left it. If the group is not yours, delete that mapping on the app's Push Groups tab " +
            "and keep the group.",
    );
}

/**
 * The target group that a replaced mapping leaves to its successor in the same app. The group is ours, so the successor may
 * link to it unasked. Undefined if the group is deleted with the mapping, however long Okta takes. A mapping that was gone
 * already left its group.
 */
export function leftTarget(replaced: Replaced | undefined, { appId }: Declared): LeftTarget | undefined {
    if (!replaced) return undefined;
    const { id, outputs } = replaced;
    const key = keyOf(id);
    if (key.appId !== appId) return undefined;
    const { targetAdopted, targetDoubtful, targetMadeSince } = rememberedIn(outputs, undefined);
    if ((targetAdopted && !targetDoubtful) || targetMadeSince !== undefined) return undefined;
    const isKept = isKeptAs(outputs) || outputs["status"] === missing;
    if (!isKept) return undefined;
    return { id: key.targetGroupId, name: textOf(outputs["targetGroupName"]), isDoubtful: targetDoubtful === true };
}

/**
 * Whether the target group is to be deleted along with its mapping. Never while it may turn out to be somebody else's; "if-created"
 * keeps a group whose owner is not known.
 */
export async function goesWithMapping(send: Send, { targetGroupId }: Key, outputs: Properties): Promise<boolean> {
    if (isKeptAs(outputs)) return false;
    const { targetMadeSince } = rememberedIn(outputs, undefined);
    if (!targetMadeSince) return true;
    const target = await getGroup(send, targetGroupId);
    return target !== undefined && !isOlder(target, targetMadeSince);
}

function isKeptAs(outputs: Properties): boolean {
    const { deleteTargetGroupOnDestroy: choice } = outputs;
    if (choice !== "if-created") return choice !== true;
    const { targetMadeSince, targetAdopted } = rememberedIn(outputs, undefined);
    return targetAdopted || targetMadeSince !== undefined;
}

/** Whether the group existed before the request that might have created it. */
function isOlder({ created }: Group, targetMadeSince: string): boolean {
    return Date.parse(created) < Date.parse(targetMadeSince);
}

async function takeBack(mappings: AppMappings, mapping: Mapping, name: string): Promise<void> {
    try {
        await remove(mappings, mapping, "stays");
    } catch (failure) {
        throw new Error(
            `${targetExists(name, mapping.targetGroupId)} Okta linked to it anyway, and the link could not be removed ` +
                `yet: ${messageOf(failure)}`,
        );
    }
}

type Target = Pick<Key, "targetGroupId">;

function lookFor({ send }: AppMappings, { targetGroupId }: Target): Promise<Group | undefined> {
    const what = { one: `target group ${targetGroupId} to be readable`, many: "target groups to be readable" };
    return waitUntil(what, () => getGroupShared(send, targetGroupId), {
        deadlineMs: readableSeconds * 1000,
        firstMs: 1000,
    });
}

/** Throws when the credential cannot see the group: nobody can tell then whose it is. */
async function seenTarget(mappings: AppMappings, target: Target): Promise<Group> {
    const { targetGroupId } = target;
    const seen = await lookFor(mappings, target);
    if (seen) return seen;
    throw new Error(unreadableTarget(targetGroupId, "whether it existed before"));
}
