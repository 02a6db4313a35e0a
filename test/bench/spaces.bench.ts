import { type Limits, limits } from "./support/limits";
import { optionsOf, writeJson } from "./support/options";
import { type Cost, measureSpaces } from "./support/spaces";

/**
 * Prints what spaces cost, in calls, waits and bytes, in simulated time:
 * `tsx test/bench/spaces.bench.ts [--spaces 1,10,25,100] [--limits default,published] [--parallel 8] [--json FILE] [--paths]`.
 */
async function main(): Promise<void> {
    const { spaces: counts, which, parallel, json, paths } = optionsOf(Object.keys(limits), "1,10,25,100");
    const costs: Cost[] = [];
    for (const at of which as Limits[]) {
        for (const count of counts) await measureSpaces(count, at, (cost) => costs.push(cost), parallel);
    }
    if (json) writeJson(json, costs);
    console.table(costs.map(rowOf));
    if (paths) for (const { step, spaces, ours } of costs) console.log(`${step}, ${spaces} spaces`, ours);
    const [seconds, megabytes] = [performance.now() / 1000, process.resourceUsage().maxRSS / 1000];
    console.log(
        `It took ${round(seconds)} s of this machine, and ${Math.round(megabytes)} MB at most, the tenant's included.`,
    );
}

function rowOf({ step, spaces, calls, refused, seconds, stateBytes, ...cost }: Cost) {
    const ours = calls.oursToOkta + calls.oursToOpa;
    return {
        ...{ spaces, limits: cost.limits, step, seconds: round(seconds), idle: round(cost.idleSeconds) },
        ...{ closed: round(cost.closedSeconds), push: round(cost.pushSeconds), own: round(cost.ownSeconds) },
        ...{ okta: calls.oursToOkta, opa: calls.oursToOpa, "a space": round(ours / spaces), plugin: calls.plugin },
        ...{ 429: refused, "state, kB a space": round(stateBytes / 1000 / spaces) },
    };
}

const round = (value: number) => Number(value.toFixed(1));

void main();
