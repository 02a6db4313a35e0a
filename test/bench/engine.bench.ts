import { type EngineCost, measureOnEngine } from "./support/engine-costs";
import type { Limits } from "./support/limits";
import { optionsOf, writeJson } from "./support/options";

/**
 * Prints what spaces cost on the real engine, in time, calls and memory of this machine:
 * `tsx test/bench/engine.bench.ts [--spaces 1,10,100] [--limits default,published] [--parallel N] [--json FILE] [--skip-checkpoints]`.
 * With `--skip-checkpoints` the engine writes state once, at the end of each command: a backend of files writes all of it at each step.
 */
async function main(): Promise<void> {
    const { spaces, which, parallel, json, "skip-checkpoints": skips } = optionsOf(["default"], "1,10,100");
    const settings = {
        ...(skips ? { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
        ...(parallel === undefined ? {} : { PULUMI_PARALLEL: `${parallel}` }),
    };
    const costs: EngineCost[] = [];
    const isOver = (cost: EngineCost) => {
        costs.push(cost);
        // Hundreds of spaces take so long that nobody wants to lose the first steps with the last.
        if (json) writeJson(json, costs);
    };
    for (const limits of which as Limits[]) {
        for (const count of spaces) {
            await measureOnEngine(count, limits, isOver, settings);
        }
    }
    console.table(costs.map(rowOf));
}

const rowOf = ({ buckets, pluginBuckets, ...cost }: EngineCost) => ({
    ...cost,
    calls: callsIn(buckets),
    plugin: callsIn(pluginBuckets),
});

const callsIn = (buckets: Readonly<Record<string, number>>) =>
    Object.values(buckets).reduce((total, one) => total + one, 0);

void main();
