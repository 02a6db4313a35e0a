import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Limits, limits } from "./support/limits";
import { type Cost, measureSpaces } from "./support/spaces";

/**
 * Prints what spaces cost, in calls, waits and bytes, in simulated time:
 * `tsx test/bench/spaces.bench.ts [--spaces 1,10,100] [--limits default,published] [--json FILE] [--paths]`.
 */
async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            spaces: { type: "string", default: "1,10,100" },
            limits: { type: "string", default: Object.keys(limits).join(",") },
            json: { type: "string" },
            paths: { type: "boolean", default: false },
        },
    });
    const costs: Cost[] = [];
    for (const which of values.limits.split(",") as Limits[]) {
        for (const spaces of values.spaces.split(",").map(Number)) {
            await measureSpaces(spaces, which, (cost) => costs.push(cost));
        }
    }
    if (values.json) writeFileSync(values.json, `${JSON.stringify(costs, undefined, 2)}\n`);
    console.table(costs.map(rowOf));
    if (values.paths) for (const { step, spaces, ours } of costs) console.log(`${step}, ${spaces} spaces`, ours);
}

function rowOf({ step, spaces, calls, refused, seconds, idleSeconds, stateBytes, ...cost }: Cost) {
    const ours = calls.oursToOkta + calls.oursToOpa;
    return {
        ...{ spaces, limits: cost.limits, step, seconds: round(seconds), idle: round(idleSeconds) },
        ...{ okta: calls.oursToOkta, opa: calls.oursToOpa, "a space": round(ours / spaces), plugin: calls.plugin },
        ...{ 429: refused, "state, kB a space": round(stateBytes / 1000 / spaces) },
    };
}

const round = (value: number) => Number(value.toFixed(1));

void main();
