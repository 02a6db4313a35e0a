import assert from "node:assert/strict";
import { type Part, Simulation } from "../support/stack/simulation";
import { faults } from "./support/faults";
import { groundFor, type Scene, scenes, scenesOfLevels } from "./support/scenes";
import { disturbed, isSampled } from "./support/sweep";
import { Violations } from "./support/violations";

/**
 * Of the cases, as many as two idle cores do in a quarter of a minute: more of those in which a secret is at stake, fewer where a
 * run has three times as many requests; `npm run test:long` does more.
 */
function everyOf(scene: Scene): number {
    if (scenesOfLevels.includes(scene)) return 211;
    return scene.refusal ? 5 : 37;
}

/** Any 404 means to the Okta plugin that its group is gone; nobody but the plugin can know better. */
const isTakenForGone = (part: Part, fault: string) => part === "okta plugin" && fault === "a gateway's 404";

describe("one fault, at any request, of any kind,", function () {
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
            let number = 0;
            for (const [index, part] of simulation.requests.entries()) {
                const nth = index + 1;
                for (const [name, fault] of Object.entries(faults)) {
                    number += 1;
                    if (!isSampled(number, everyOf(scene)) || isTakenForGone(part, name)) continue;
                    await disturbed(simulation, scene, ground, { fault: { ...fault, nth } }).catch((failure) => {
                        violations.note(`request ${nth}, ${name}`, failure);
                    });
                }
            }

            violations.assertNone();
        });
    }
});
