import { say } from "../../../http/output/say";
import { type Declared, idOf } from "../declared/schema";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import { differencesOf } from "./compare";
import { type Fresh, make } from "./make";
import type { Plan } from "./plan";
import { type LeftTarget, refuseSecondMapping, refuseTakenTarget, requirePushable } from "./preflight";
import { isInUse } from "./shared-push";
import { madeTogetherMs } from "./target-ownership";

/**
 * Does what was planned for a creation.
 *
 * @param ours The target group that the mapping it replaces leaves to it.
 */
export async function establish(
    mappings: AppMappings,
    declared: Declared,
    plan: Plan,
    ours?: LeftTarget,
): Promise<Fresh> {
    if ("adopts" in plan) return adopted(declared, plan.adopts, ours);
    const fresh = await make(mappings, declared, plan.makes, plan.app);
    return fresh.mapping.targetGroupId === ours?.id ? { ...fresh, ...originOf(ours) } : fresh;
}

/** Re-creates a mapping that was deleted by hand, linked to the target group it had, which was ours already. */
export async function linkAgain(mappings: AppMappings, declared: Declared, targetGroupId: string): Promise<Mapping> {
    await requirePushable(mappings, declared);
    await refuseSecondMapping(
        mappings,
        declared,
        (await mappings.all(2)).filter((one) => one.sourceGroupId === declared.sourceGroupId),
    );
    await refuseTakenTarget(mappings, declared, targetGroupId);
    return (await make(mappings, declared, { targetGroupId })).mapping;
}

function adopted(declared: Declared, mapping: Mapping, ours: LeftTarget | undefined): Fresh {
    say(
        `Adopted the existing group push mapping ${mapping.mappingId} (${idOf({ ...declared, ...mapping })}). If it belongs to ` +
            "another resource of this stack, run `pulumi up` without --target next: it leaves the mapping alone. Destroying that " +
            "resource by itself, or in another stack, would delete it.",
    );
    if (mapping.targetGroupId === ours?.id) return { mapping, ...originOf(ours) };
    if (wasTargetThere(declared, mapping) || isInUse(declared, mapping)) return { mapping, targetAdopted: true };
    // A killed run may have left it: whether Okta created its target for it has to be found out.
    const targetMadeSince = new Date(Date.parse(mapping.created) - madeTogetherMs).toISOString();
    return { mapping, targetMadeSince, targetAdopted: false };
}

/** What is known of a group that a replaced mapping left remains true. */
const originOf = ({ isDoubtful }: LeftTarget) => ({
    targetAdopted: isDoubtful,
    ...(isDoubtful ? { targetDoubtful: true as const } : {}),
});

function wasTargetThere(declared: Declared, mapping: Mapping): boolean {
    const mayLink = declared.targetGroupId !== undefined || declared.onExistingTarget === "link";
    return mayLink || differencesOf(declared, mapping).length > 0;
}
