import { ApiFailure } from "../../http/api-failure";
import type { Send } from "../../http/send";
import { shared } from "../../lifecycle/shared";
import {
    appGroupsNamed,
    createMapping,
    deleteMapping,
    getApp,
    getGroup,
    isAssigned,
    listMappings,
    setStatus,
} from "./calls";
import { differencesOf } from "./compare";
import { type Declared, idOf, type Mapping, mappingToWire, type Target } from "./schema";

/** A mapping that now exists, and the name of the group it pushes to. */
export interface Established {
    readonly mapping: Mapping;
    readonly targetGroupName: string;
}

/** Milliseconds for which many mappings of one app share the look at that app. */
const appFreshMs = 30_000;

/**
 * Finds the declared mapping or makes it. One that is exactly the declared one is taken over: a killed run left it. Any
 * other one of this source group, and any target that is already there, is an error unless the declaration takes it.
 */
export async function establish(send: Send, declared: Declared): Promise<Established> {
    const { appId, sourceGroupId } = declared;
    await checkPushIsPossible(send, declared);
    const existing = await listMappings(send, appId, { sourceGroupId });
    for (const mapping of existing) {
        const target = await getGroup(send, mapping.targetGroupId);
        if (isDeclaredTarget(declared, mapping.targetGroupId, target?.name)) {
            return { mapping: takenOver(declared, mapping), targetGroupName: target?.name ?? "" };
        }
    }
    refuseSecondMapping(declared, existing);
    const target = await targetFor(send, declared);
    const mapping = await make(send, declared, target);
    const targetGroup = await getGroup(send, mapping.targetGroupId);
    if ("targetGroupName" in target) await refuseSilentLink(send, declared, mapping, targetGroup?.created);
    return { mapping, targetGroupName: targetGroup?.name ?? declared.targetGroupName ?? "" };
}

/** Makes the mapping again onto the very target it had. */
export function link(send: Send, declared: Declared, targetGroupId: string): Promise<Mapping> {
    return make(send, declared, { targetGroupId });
}

async function checkPushIsPossible(send: Send, { appId, sourceGroupId }: Declared): Promise<void> {
    const [app, source, assigned] = await Promise.all([
        shared(send, `app ${appId}`, appFreshMs, () => getApp(send, appId)),
        getGroup(send, sourceGroupId),
        isAssigned(send, appId, sourceGroupId),
    ]);
    if (app.status !== "ACTIVE") {
        throw new Error(
            `App "${app.label}" (${appId}) is ${app.status}, so nothing is pushed to it. Activate it in Okta.`,
        );
    }
    if (!app.features.includes("GROUP_PUSH")) {
        throw new Error(
            `App "${app.label}" (${appId}) cannot push groups: GROUP_PUSH is not among its features. ` +
                "Switch provisioning on in the app, or declare the app that has it.",
        );
    }
    if (!source) throw new Error(`Source group ${sourceGroupId} does not exist. Declare the id of an Okta group.`);
    if (assigned) {
        // help.okta.com, usgp-group-push-troubleshoot.
        console.warn(
            `Group "${source.name}" (${sourceGroupId}) is both assigned to app "${app.label}" and pushed to it, which Okta ` +
                "does not support: members may be missing. Assign the app through another group.",
        );
    }
}

function isDeclaredTarget(declared: Declared, targetGroupId: string, name: string | undefined): boolean {
    return declared.targetGroupId ? declared.targetGroupId === targetGroupId : declared.targetGroupName === name;
}

function takenOver(declared: Declared, mapping: Mapping): Mapping {
    const differences = differencesOf(declared, mapping);
    const id = idOf({ ...declared, ...mapping });
    if (differences.length > 0 && declared.onExistingMapping === "fail") {
        throw new Error(
            `A group push mapping ${mapping.mappingId} of this group to this target exists already (${id}) and differs: ` +
                `${differences.join("; ")}. Declare onExistingMapping: "adopt" to take it over, or what is there.`,
        );
    }
    const immutable = differencesOf(declared, { ...mapping, status: declared.status });
    if (immutable.length > 0) {
        throw new Error(
            `Group push mapping ${mapping.mappingId} (${id}) cannot become what is declared: ${immutable.join("; ")}. ` +
                "Declare what is there, or delete it by hand first.",
        );
    }
    console.log(`took over the existing group push mapping ${mapping.mappingId} (${id})`);
    return mapping;
}

/** Whether Okta takes a second mapping of one group in one app is unconfirmed; it would push the same people twice. */
function refuseSecondMapping({ appId, sourceGroupId }: Declared, [other]: readonly Mapping[]): void {
    if (!other) return;
    throw new Error(
        `Group ${sourceGroupId} is already pushed in app ${appId}, to target group ${other.targetGroupId} by mapping ` +
            `${other.mappingId}. Declare that target (targetGroupId), or delete that mapping first.`,
    );
}

async function targetFor(send: Send, declared: Declared): Promise<Target> {
    const { appId, targetGroupId, targetGroupName = "" } = declared;
    if (targetGroupId) {
        await refuseTakenTarget(send, appId, targetGroupId);
        return { targetGroupId };
    }
    const [found, another] = await appGroupsNamed(send, appId, targetGroupName);
    if (!found) return { targetGroupName };
    if (another) {
        throw new Error(
            `Several groups of the app are called "${targetGroupName}": ${found.id}, ${another.id}. Declare targetGroupId.`,
        );
    }
    if (declared.onExistingTarget === "fail") throw new Error(existingTarget(targetGroupName, found.id));
    await refuseTakenTarget(send, appId, found.id);
    return { targetGroupId: found.id };
}

/** Okta does not link two source groups to one target. */
async function refuseTakenTarget(send: Send, appId: string, targetGroupId: string): Promise<void> {
    const taken = (await listMappings(send, appId)).find((one) => one.targetGroupId === targetGroupId);
    if (!taken) return;
    throw new Error(
        `Target group ${targetGroupId} is already filled from group ${taken.sourceGroupId} by mapping ${taken.mappingId}. ` +
            "Declare another target, or delete that mapping first.",
    );
}

/** A POST that may have happened is looked for, never repeated. */
async function make(send: Send, declared: Declared, target: Target): Promise<Mapping> {
    const { appId, sourceGroupId } = declared;
    try {
        return await createMapping(send, appId, mappingToWire(declared, target));
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || !failure.mayHaveHappened) throw failure;
        const [made] = await listMappings(send, appId, { sourceGroupId });
        if (!made) throw failure;
        return made;
    }
}

/**
 * The search for an existing target lags behind writes, so a name may still have linked to a group that was there. The
 * group tells: it is older than the mapping. Then the mapping is taken back and the group left alone.
 */
async function refuseSilentLink(
    send: Send,
    declared: Declared,
    mapping: Mapping,
    targetCreated?: string,
): Promise<void> {
    if (declared.onExistingTarget === "link" || !targetCreated) return;
    const olderByMs = Date.parse(mapping.created) - Date.parse(targetCreated);
    // A mapping's time has no milliseconds, so a group made with it can seem up to a second younger, never older.
    if (olderByMs <= 2000) return;
    if (mapping.status !== "INACTIVE") await setStatus(send, declared.appId, mapping.mappingId, "INACTIVE");
    await deleteMapping(send, declared.appId, mapping.mappingId, false);
    throw new Error(existingTarget(declared.targetGroupName ?? "", mapping.targetGroupId));
}

function existingTarget(name: string, id: string): string {
    return (
        `The app already has a group called "${name}" (${id}); pushing would take it over from whoever owns it. ` +
        'Declare onExistingTarget: "link" if it is yours, or another targetGroupName.'
    );
}
