import { join } from "node:path";
import { buildEngine, isBuilt } from "./build";
import { fill } from "./fill";
import { goProblem } from "./go";
import { findInstalled } from "./installed";
import { findOktaPlugin } from "./okta-plugin";
import { binFolder, cli, engineParts, oktaPlugin } from "./places";
import { note } from "./progress";

/** Prints the folder to put first on PATH for a working `pulumi up` in any folder. It is the only line on stdout. */
async function main(): Promise<void> {
    const engine = await findEngine();
    const links = new Map([...engine, [oktaPlugin, await findOktaPlugin(join(engine.get("pulumi") ?? "pulumi"))]]);
    fill(binFolder, links);
    process.stdout.write(`${binFolder}\n`);
}

/** The parts of an engine: for an installed one only the command, which finds the rest itself; for a built one all parts. */
async function findEngine(): Promise<ReadonlyMap<string, string>> {
    const installed = findInstalled();
    if ("pulumi" in installed) {
        note(`using the installed Pulumi ${installed.version}`);
        return new Map([["pulumi", installed.pulumi]]);
    }
    if (!isBuilt()) {
        const problem = goProblem();
        if (problem) throw new Error(howToInstall(installed.reason, problem));
        note(`${installed.reason}: building Pulumi ${cli.version} from its Go modules, once, in some minutes`);
    }
    const folder = await buildEngine();
    note(`using Pulumi ${cli.version}, built from its Go modules`);
    return new Map(engineParts.map((part) => [part, join(folder, part)]));
}

function howToInstall(reason: string, problem: string): string {
    return (
        `There is no Pulumi to work with: ${reason}, and ${problem}.\n` +
        "Install Pulumi 3.227 or later (https://www.pulumi.com/docs/install/), or Go 1.21 or later " +
        "(https://go.dev/doc/install) to have it built here, and run this again."
    );
}

main().catch((failure: unknown) => {
    note(failure instanceof Error ? failure.message : String(failure));
    process.exitCode = 1;
});
