import { type EngineCost, measureOnEngine } from "./support/engine-costs";
import type { Limits } from "./support/limits";
import { optionsOf, writeJson } from "./support/options";

/**
 * Prints what spaces cost on the real engine, in time, calls and memory of this machine:
 * `tsx test/bench/engine.bench.ts [--spaces 1,10,100] [--limits default,published] [--json FILE]`.
 */
async function main(): Promise<void> {
    const { spaces, which, json } = optionsOf(["default"], "1,10,100");
    const costs: EngineCost[] = [];
    for (const limits of which as Limits[]) {
        for (const count of spaces) await measureOnEngine(count, limits, (cost) => costs.push(cost));
    }
    if (json) writeJson(json, costs);
    console.table(costs.map(({ buckets, ...cost }) => ({ ...cost, calls: callsIn(buckets) })));
}

const callsIn = (buckets: Readonly<Record<string, number>>) =>
    Object.values(buckets).reduce((total, one) => total + one, 0);

void main();
