import assert from "node:assert/strict";
import type { RequestFault } from "../../../tenant";
import { administratorOf } from "../../support/administrator";
import type { Kill, Simulation } from "../../support/stack/simulation";
import type { Outcome, Stack } from "../../support/stack/stack-of";
import type { Ground, Scene } from "./scenes";
import {
    assertAsDeclared,
    assertFitToRead,
    assertOthersUntouched,
    assertQuiet,
    assertTeamsRight,
    keptIn,
} from "./witness";

/**
 * How much of a sweep is done: every so many of its cases, the same ones each time. SWEEP=all does all of them, SWEEP=2 every
 * other one.
 */
export function isSampled(number: number, usualEvery: number): boolean {
    const asked = process.env["SWEEP"];
    const every = asked === "all" ? 1 : Number(asked ?? usualEvery);
    return number % every === 0;
}

/** What goes wrong with one operation. */
export interface Disturbance {
    readonly fault?: RequestFault;
    readonly kill?: Kill;
}

/** Runs the operation while something goes wrong, then without. Throws unless the invariants hold after each run. */
export async function disturbed(
    simulation: Simulation,
    scene: Scene,
    ground: Ground,
    { fault, kill }: Disturbance,
): Promise<void> {
    const { tenant } = simulation;
    const stack = ground.begin();
    const keptBefore = keptIn(stack);
    if (fault) tenant.fail(fault);
    const outcome = await scene.run(stack, { kill });
    const met = tenant.requests.find(({ isFaulted }) => isFaulted);
    try {
        assertFitToRead(outcome, tenant, stack);
        assertOthersUntouched(ground.others, tenant);
        if (scene.isReading) assert.deepEqual(keptIn(stack), keptBefore, "state has forgotten what is there");
        await assertFinished(simulation, scene, ground, stack);
    } catch (failure) {
        const at = met ? `${met.method} ${met.path}` : "a kill";
        throw new Error(`after ${at}, which was told as [${outcome.errors.join(" | ")}]`, { cause: failure });
    }
}

async function assertFinished(simulation: Simulation, scene: Scene, ground: Ground, stack: Stack): Promise<void> {
    const { tenant } = simulation;
    const next = await finishing(simulation, scene, stack);
    tenant.clock.flush();
    assertFitToRead(next, tenant, stack);
    assertOthersUntouched(ground.others, tenant);
    if (scene.refusal) {
        assert.match(next.errors.join("\n"), scene.refusal);
        return;
    }
    assert.deepEqual(next.errors, [], "the next run does not finish");
    if (scene.isTakenBack) assertTeamsRight(scene.to, tenant.store, stack);
    else assertAsDeclared(scene.to, ground.others, tenant, stack);
    tenant.clearRequests();
    assertQuiet(await scene.next(stack), tenant);
}

/** What is told of a mapping that the interrupted run made and could not note. */
const isInTheWay = /If an interrupted run made it, declare its name again/;
const isNameTaken = /name: An object with this field already exists in the current organization/;
const holdsUnknown = /was not deleted, because it contains \d+ folders? that would be lost/;
const isGroupGone = /Resource not found: \w+ \(UserGroup\)/;

/**
 * The next run. A folder inside that a killed run made and could not note keeps the one above from being deleted, so somebody deletes it, as
 * told. What the Okta plugin leaves to people is done by hand: a group that it has made and could not note it
 * cannot take over, so somebody deletes it; one that it has deleted and could not note it cannot delete, so somebody refreshes.
 */
async function finishing(simulation: Simulation, scene: Scene, stack: Stack): Promise<Outcome> {
    const outcome = await scene.next(stack);
    const are = (what: RegExp) => outcome.errors.length > 0 && outcome.errors.every((error) => what.test(error));
    if (outcome.errors.some((error) => isInTheWay.test(error))) {
        // As the error tells: the change is made once more, and then taken back.
        await scene.run(stack);
        return scene.next(stack);
    }
    if (are(isNameTaken)) await deleteUnknownGroups(simulation, stack);
    else if (are(holdsUnknown)) await deleteUnknownFolders(simulation, stack);
    else if (are(isGroupGone)) await stack.refresh();
    else return outcome;
    return scene.next(stack);
}

async function deleteUnknownGroups(simulation: Simulation, stack: Stack): Promise<void> {
    const known = new Set(stack.state.resources.map(({ id }) => id));
    const orphans = [...simulation.tenant.store.groups.values()].filter(
        ({ id, name, type }) => type === "OKTA_GROUP" && name.startsWith("team-") && !known.has(id),
    );
    const { okta } = administratorOf(simulation.tenant);
    for (const { id } of orphans) {
        await simulation.inProcess(undefined, () => okta("DELETE", `/api/v1/groups/${id}`));
    }
}

async function deleteUnknownFolders(simulation: Simulation, stack: Stack): Promise<void> {
    const known = new Set(stack.state.resources.map(({ id }) => id?.split("/").at(-1)));
    const above = new Set(
        [...simulation.tenant.store.folders.values()].filter(({ id }) => known.has(id)).map(({ id }) => id),
    );
    const { opa } = administratorOf(simulation.tenant);
    for (const folder of [...simulation.tenant.store.folders.values()]) {
        const { id, parentId, resourceGroupId, projectId } = folder;
        if (known.has(id) || parentId === null || !above.has(parentId)) continue;
        const path = `/resource_groups/${resourceGroupId}/projects/${projectId}/secret_folders/${id}`;
        await simulation.inProcess(undefined, () => opa("DELETE", path));
    }
}
