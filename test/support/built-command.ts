import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { checkout } from "../../cli/demo/checkout";

/** The installed command, compiled. */
export interface BuiltCommand {
    /** Its file, which Node starts. */
    readonly main: string;
    remove(): void;
}

/** Compiles the command as it is in this checkout: scripts that start it many times would wait for the compiler each time. */
export function buildCommand(): BuiltCommand {
    // In the checkout, because the command looks for its package by name.
    mkdirSync(join(checkout, ".compiled"), { recursive: true });
    const folder = mkdtempSync(join(checkout, ".compiled", "command-"));
    const main = join(folder, "main.js");
    buildSync({
        absWorkingDir: checkout,
        entryPoints: ["cli/main.ts"],
        outfile: main,
        ...{ bundle: true, packages: "external", format: "cjs", platform: "node", target: "node20" },
        logLevel: "error",
    });
    return { main, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
