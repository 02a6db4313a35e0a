import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";

/** What the measurements of spaces take on the command line: how many, at which limits, how many at once, and where the JSON goes. */
export function optionsOf(limits: readonly string[], spaces: string) {
    const { values } = parseArgs({
        options: {
            spaces: { type: "string", default: spaces },
            limits: { type: "string", default: limits.join(",") },
            parallel: { type: "string" },
            json: { type: "string" },
            paths: { type: "boolean", default: false },
            "skip-checkpoints": { type: "boolean", default: false },
        },
    });
    const { spaces: counts, limits: which, parallel, ...others } = values;
    return {
        ...{ spaces: counts.split(",").map(Number), which: which.split(",") },
        parallel: parallel === undefined ? undefined : Number(parallel),
        ...others,
    };
}

export function writeJson(file: string, costs: readonly object[]): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(costs, rounded, 2)}\n`);
}

/** Three places: more is noise in the file. */
const rounded = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toFixed(3)) : value);
