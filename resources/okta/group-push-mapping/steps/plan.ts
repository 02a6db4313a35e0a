import type { Replaced } from "../../../lifecycle/run/succession";
import { type App, type Group, getGroup } from "../../lookups/by-id";
import { type Declared, idOf } from "../declared/schema";
import { type AskOpa, refuseOpasOwn } from "../wire/in-opa";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import type { Target } from "../wire/wire";
import { differencesOf, immutableDifferences } from "./compare";
import { formerElsewhere } from "./moved";
import {
    type Leaving,
    type LeftTarget,
    refuseSecondMapping,
    requireApp,
    requirePushable,
    targetFor,
} from "./preflight";
import { isInUse } from "./shared-push";
import { textOf } from "./state";
import { refuseOlderTarget } from "./target-ownership";

/** What a creation comes to: a mapping that exists is taken over, or one with this target is asked for. */
export type Plan = { readonly app: App } & ({ readonly adopts: Mapping } | { readonly makes: Target });

/** What a creation is planned with. */
export interface Circumstances {
    readonly ask: AskOpa;
    /** The target group that the mapping it replaces leaves to it. */
    readonly ours?: LeftTarget | undefined;
    /** The mapping that it replaces, which is there still. */
    readonly leaving?: Leaving | undefined;
    /** The mapping that it replaces, which is gone. */
    readonly replaced?: Replaced | undefined;
}

/**
 * Finds out what creating the declared mapping comes to, without changing anything; throws when it would be refused. A
 * mapping that is exactly as declared is adopted: an interrupted run left it. Any other mapping of this source group, and any
 * target group that existed before, is an error unless the declaration allows it.
 */
export async function planned(mappings: AppMappings, declared: Declared, given: Circumstances): Promise<Plan> {
    const { ours, leaving } = given;
    // Without anything to give up, Okta's own refusal is early enough to learn that the source group is missing.
    const app = await (leaving ? requirePushable : requireApp)(mappings, declared);
    const ofSource = (await mappings.all(15)).filter(
        (one) => one.sourceGroupId === declared.sourceGroupId && one.mappingId !== leaving?.mappingId,
    );
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
            if (target && !isOurs && !isInUse(declared, mapping)) refuseOlderTarget(declared, mapping, target);
            refuseDifferent(declared, mapping);
            return { app, adopts: mapping };
        }
        others.push(mapping);
    }
    await refuseSecondMapping(mappings, declared, others);
    const makes = await targetFor(mappings, declared, ours, leaving);
    if ("targetGroupName" in makes) await refuseNameInOpa(mappings, declared, app, makes.targetGroupName, given);
    return { app, makes };
}

async function refuseNameInOpa(
    mappings: AppMappings,
    declared: Declared,
    app: App,
    name: string,
    { ask, leaving, replaced }: Circumstances,
): Promise<void> {
    const isFormers = replaced !== undefined && textOf(replaced.outputs["targetGroupName"]) === name;
    // The group that goes with the mapping is still there; the creation waits until it is gone.
    if (isFormers && leaving) return;
    // Another app pushes to it, until the new one does.
    if (await formerElsewhere(mappings.send, replaced, declared)) return;
    const isDying = isFormers;
    await refuseOpasOwn(declared, name, { mappings, app, ask, isDying });
}

/** @param target The group that the mapping pushes into; needed only if a name is declared. */
function isOfDeclaredTarget(declared: Declared, mapping: Mapping, target: Group | undefined): boolean {
    if (declared.targetGroupId) return declared.targetGroupId === mapping.targetGroupId;
    return declared.shared || target?.name === declared.targetGroupName;
}

function refuseDifferent(declared: Declared, mapping: Mapping): void {
    const id = idOf({ ...declared, ...mapping });
    const immutable = immutableDifferences(declared, mapping);
    if (immutable.length > 0) {
        throw new Error(
            `Group push mapping ${mapping.mappingId} (${id}) cannot be changed to what is declared: ${immutable.join("; ")}. ` +
                "Declare what is there, or delete the mapping first.",
        );
    }
    const differences = differencesOf(declared, mapping);
    if (differences.length > 0 && declared.onExistingMapping === "fail") {
        throw new Error(
            `Group push mapping ${mapping.mappingId} from this group to this target already exists (${id}) and differs: ` +
                `${differences.join("; ")}. Declare onExistingMapping: "adopt" to change it, or declare what is there.`,
        );
    }
}
