import assert from "node:assert/strict";
import { Simulation } from "../support/stack/simulation";
import { groundFor, scenes } from "./support/scenes";
import { disturbed, isSampled } from "./support/sweep";
import { inWords } from "./support/violations";

/** Of the cases, as many as two idle cores do in half a minute. */
const usualEvery = 2;

describe("a kill, at any request,", function () {
    this.timeout(7_200_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    for (const scene of scenes) {
        it(`in ${scene.name} loses nothing, widens nothing, and is made good by the next run`, async () => {
            const ground = await groundFor(simulation, scene);
            await scene.run(ground.begin());
            const violations: string[] = [];
            for (let at = 1, number = 0, count = simulation.requests; at <= count; at += 1) {
                for (const when of ["before", "after"] as const) {
                    number += 1;
                    if (!isSampled(number + Math.floor(number / 2), usualEvery)) continue;
                    await disturbed(simulation, scene, ground, { kill: { at, when } }).catch((failure) => {
                        violations.push(`killed ${when} request ${at} was done: ${inWords(failure)}`);
                    });
                }
            }

            assert.deepEqual(violations, []);
        });
    }
});
