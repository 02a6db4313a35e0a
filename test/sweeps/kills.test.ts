import assert from "node:assert/strict";
import { Simulation } from "../support/stack/simulation";
import { groundFor, type Scene, scenes, scenesOfLevels } from "./support/scenes";
import { disturbed, isSampled } from "./support/sweep";
import { Violations } from "./support/violations";

/**
 * Of the cases, as many as two idle cores do in a quarter of a minute, fewer where a run has three times as many requests;
 * `npm run test:long` does more.
 */
const everyOf = (scene: Scene) => (scenesOfLevels.includes(scene) ? 96 : 8);

describe("a kill, at any request,", function () {
    this.timeout(7_200_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    for (const scene of [...scenes, ...scenesOfLevels]) {
        it(`in ${scene.name} loses nothing, widens nothing, and is made good by the next run`, async () => {
            const ground = await groundFor(simulation, scene);
            const whole = await scene.run(ground.begin());
            assert.match(whole.errors.join("\n"), scene.refusal ?? /^$/);
            const violations = new Violations();
            for (let at = 1, number = 0, count = simulation.requests.length; at <= count; at += 1) {
                for (const when of ["before", "after"] as const) {
                    number += 1;
                    if (!isSampled(number + Math.floor(number / 8), everyOf(scene))) continue;
                    await disturbed(simulation, scene, ground, { kill: { at, when } }).catch((failure) => {
                        violations.note(`killed ${when} request ${at} was done`, failure);
                    });
                }
            }

            violations.assertNone();
        });
    }
});
