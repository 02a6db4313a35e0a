import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { files, readFigures } from "./figures";
import { pageWith, plotsOf } from "./page";

const checkout = resolve(__dirname, "..", "..");
const docs = join(checkout, "docs");

/**
 * Measures and writes docs/speed.md: `tsx tools/speed/main.ts [--spaces 1,10,100] [--limits default,published] [--page]`. `--limits`
 * are those on the real engine; in simulated time both are measured. With `--page` it only rewrites the page from earlier
 * measurements.
 */
function main(): void {
    const { values } = parseArgs({
        options: {
            spaces: { type: "string", default: "1,10,100" },
            limits: { type: "string", default: "default" },
            page: { type: "boolean", default: false },
        },
    });
    if (!values.page) {
        measure("spaces", files.simulated, withGoals(values.spaces));
        measure("engine", files.onEngine, values.spaces, "--limits", values.limits);
    }
    const figures = readFigures(docs);
    for (const [file, svg] of Object.entries(plotsOf(figures))) writeFileSync(join(docs, file), svg);
    const page = join(docs, "speed.md");
    writeFileSync(page, pageWith(readFileSync(page, "utf8"), figures));
}

/** Adds 25, because one of the goals is for 25 spaces. */
const withGoals = (spaces: string) =>
    [...new Set([...spaces.split(",").map(Number), 25])].sort((one, other) => one - other).join(",");

function measure(what: string, file: string, spaces: string, ...more: readonly string[]): void {
    const bench = join(checkout, "test", "bench", `${what}.bench.ts`);
    const args = [require.resolve("tsx/cli"), bench, "--spaces", spaces, "--json", join(docs, file), ...more];
    const { status } = spawnSync(process.execPath, args, { cwd: checkout, stdio: "inherit" });
    if (status !== 0) throw new Error(`${bench} ended with ${status}.`);
}

main();
