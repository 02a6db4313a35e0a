import assert from "node:assert/strict";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { faults } from "./support/faults";
import { type Scene, scenes, setUp } from "./support/scenes";
import { spacesOf } from "./support/teams";
import { assertAsDeclared, assertFitToRead, assertOthersUntouched, assertQuiet, keptIn } from "./support/witness";

const only = process.env["SCENE"];
describe("one fault", function () {
    this.timeout(3_600_000);
    let simulation: Simulation;
    before(async () => { simulation = await Simulation.start(); });
    after(() => simulation.close());

    for (const scene of scenes) {
        if (only && !scene.name.includes(only)) continue;
        it(`in ${scene.name}`, async () => {
            const set = await setUp(simulation, scene);
            const t0 = process.hrtime.bigint();
            const whole = await scene.run(set.begin());
            assert.deepEqual(whole.errors, []);
            const count = simulation.requests;
            const violations: string[] = [];
            let n = 0;
            for (let at = 1; at <= count; at += 1) {
                for (const [name, { isDone: _, ...fault }] of Object.entries(faults)) {
                    if ((at * 5 + Object.keys(faults).indexOf(name)) % Number(process.env["EVERY"] ?? 1) !== 0) continue;
                    n++;
                    require("node:fs").appendFileSync("/tmp/progress.txt", `${process.hrtime()[0]} ${scene.name} ${at} ${name}\n`);
                    if (process.env["AT"] && `${at} ${name}` !== process.env["AT"]) continue;
                    const stack = set.begin();
                    const { tenant } = simulation;
                    tenant.fail({ ...fault, nth: at });
                    let step = "faulted";
                    let hit = "";
                    try {
                        const kept = keptIn(stack);
                        const faulted = await scene.run(stack);
                        const req = tenant.requests.find((one) => one.isFaulted);
                        hit = `${req?.method} ${req?.path} errors: ${faulted.errors.join(" | ").slice(0,300)}`;
                        assertFitToRead(faulted, tenant, stack);
                        assertOthersUntouched(set.others, tenant);
                        if (scene.name === "a refresh") assert.deepEqual(keptIn(stack), kept);
                        step = "clean";
                        const clean = await finish(scene, stack);
                        assert.deepEqual(clean.errors, []);
                        tenant.clock.flush();
                        assertOthersUntouched(set.others, tenant);
                        assertAsDeclared(scene.to, set.others, tenant, stack);
                        step = "quiet";
                        tenant.clearRequests();
                        assertQuiet(await finish(scene, stack), tenant);
                    } catch (e) {
                        violations.push(`${at} ${name} [${step}] ${hit}\n     => ${(e as Error).message.slice(0, 700)}`);
                    }
                }
            }
            const ms = Number(process.hrtime.bigint() - t0) / 1e6;
            simulation.tenant.clearRequests();
            process.stdout.write(`${scene.name}: ${count} requests, ${n} cases, ${violations.length} violations ${ms / n} ms each\n${violations.join("\n")}\n`);
        });
    }
});
const finish = (scene: Scene, stack: Stack) => scene.name === "a destroy" ? stack.destroy() : stack.up(spacesOf(scene.to));
