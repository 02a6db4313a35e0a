import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** Builds `dist` from nothing: the library, the tenant and the commands as JavaScript, with their types. */
function build(checkout: string): number {
    const dist = join(checkout, "dist");
    // Otherwise files of an earlier build would be published too.
    rmSync(dist, { recursive: true, force: true });
    const tsc = [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"];
    const { status } = spawnSync(process.execPath, tsc, { cwd: checkout, stdio: "inherit" });
    return status ?? 1;
}

process.exitCode = build(resolve(__dirname, ".."));
