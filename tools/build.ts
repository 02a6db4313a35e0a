import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const checkout = resolve(__dirname, "..");
const built = join(checkout, "dist");

/** The text that state holds: copied, because a compiler would change it. */
const asItIs = ["resources/lifecycle/stored-shim.cjs"];

// What an earlier build left would be packed too.
rmSync(built, { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: checkout,
    stdio: "inherit",
});
for (const file of asItIs) copyFileSync(join(checkout, file), join(built, file));
