import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** Copied, because a compiler would change it: the text that state holds. */
const asItIs = ["resources/lifecycle/stored-shim.cjs"];

/** Makes `dist` anew: the library, the tenant and the commands as JavaScript, with their types. */
function build(checkout: string): number {
    const dist = join(checkout, "dist");
    // What an earlier build left would be published too.
    rmSync(dist, { recursive: true, force: true });
    const tsc = [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"];
    const { status } = spawnSync(process.execPath, tsc, { cwd: checkout, stdio: "inherit" });
    if (status !== 0) return status ?? 1;
    for (const file of asItIs) copyFileSync(join(checkout, file), join(dist, file));
    return 0;
}

process.exitCode = build(resolve(__dirname, ".."));
