import { say } from "../../http/say";
import type { AppMappings } from "./app-mappings";
import { type Group, getGroup } from "./apps-and-groups";
import { differencesOf, immutableDifferences } from "./compare";
import { type Fresh, make } from "./make";
import type { Mapping } from "./mapping";
import { refuseOlderTarget } from "./own-target";
import { type LeftTarget, refuseSecondMapping, refuseTakenTarget, requirePushable, targetFor } from "./preflight";
import { type Declared, idOf } from "./schema";

/**
 * Finds the declared mapping or creates it. One that is exactly as declared is adopted: an interrupted run left it. Any
 * other mapping of this source group, and any target group that existed before, is an error unless the declaration
 * allows it.
 *
 * @param ours The target group that the mapping it replaces leaves to it.
 */
export async function establish(mappings: AppMappings, declared: Declared, ours?: LeftTarget): Promise<Fresh> {
    await requirePushable(mappings, declared);
    const ofSource = (await mappings.all(15)).filter((one) => one.sourceGroupId === declared.sourceGroupId);
    const others: Mapping[] = [];
    for (const listed of ofSource) {
        // As it is now: the list may be some seconds old.
        const mapping = await mappings.get(listed.mappingId);
        if (!mapping) continue;
        const target = declared.targetGroupId ? undefined : await getGroup(mappings.send, mapping.targetGroupId);
        const isOurs = mapping.targetGroupId === ours?.id;
        // Okta may have given the group its new source's name by now.
        const isLeftByName = isOurs && declared.targetGroupName === ours.name;
        if (isLeftByName || isOfDeclaredTarget(declared, mapping, target)) {
            if (target && !isOurs) refuseOlderTarget(declared, mapping, target);
            return {
                mapping: adopted(declared, mapping),
                targetAdopted: !isOurs && wasTargetThere(declared, mapping),
            };
        }
        others.push(mapping);
    }
    refuseSecondMapping(declared, others);
    const target = await targetFor(mappings, declared, ours);
    const { targetAdopted, ...fresh } = await make(mappings, declared, target);
    return { ...fresh, targetAdopted: targetAdopted && fresh.mapping.targetGroupId !== ours?.id };
}

/** Re-creates a mapping that was deleted by hand, linked to the target group it had, which was ours already. */
export async function linkAgain(mappings: AppMappings, declared: Declared, targetGroupId: string): Promise<Mapping> {
    await requirePushable(mappings, declared);
    refuseSecondMapping(
        declared,
        (await mappings.all(2)).filter((one) => one.sourceGroupId === declared.sourceGroupId),
    );
    await refuseTakenTarget(mappings, declared, targetGroupId);
    return (await make(mappings, declared, { targetGroupId })).mapping;
}

/** @param target The group that the mapping pushes into; needed only if a name is declared. */
function isOfDeclaredTarget(declared: Declared, mapping: Mapping, target: Group | undefined): boolean {
    if (declared.targetGroupId) return declared.targetGroupId === mapping.targetGroupId;
    return target?.name === declared.targetGroupName;
}

/** What a killed run may have left, and nothing allowed to link, has a target that was created for it. */
function wasTargetThere(declared: Declared, mapping: Mapping): boolean {
    const mayLink = declared.targetGroupId !== undefined || declared.onExistingTarget === "link";
    return mayLink || differencesOf(declared, mapping).length > 0;
}

function adopted(declared: Declared, mapping: Mapping): Mapping {
    const id = idOf({ ...declared, ...mapping });
    const differences = differencesOf(declared, mapping);
    if (differences.length > 0 && declared.onExistingMapping === "fail") {
        throw new Error(
            `Group push mapping ${mapping.mappingId} from this group to this target already exists (${id}) and differs: ` +
                `${differences.join("; ")}. Declare onExistingMapping: "adopt" to change it, or declare what is there.`,
        );
    }
    const immutable = immutableDifferences(declared, mapping);
    if (immutable.length > 0) {
        throw new Error(
            `Group push mapping ${mapping.mappingId} (${id}) cannot be changed to what is declared: ${immutable.join("; ")}. ` +
                "Declare what is there, or delete the mapping first.",
        );
    }
    say(`Adopted the existing group push mapping ${mapping.mappingId} (${id}).`);
    return mapping;
}
