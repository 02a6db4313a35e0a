#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { z } from "zod";
import { accessCommand } from "./access";
import { adoptCommand } from "./adopt";
import { destroyCommand } from "./destroy";
import { couldNotRun, doctorCommand } from "./doctor";
import { driftCommand } from "./drift";
import { initCommand } from "./init";
import { pipelineCommand } from "./pipeline";
import { teamsCommand } from "./teams";
import { tenantCommand } from "./tenant";
import { tellAside } from "./terminal";

/** Exit code for wrong usage. */
const misused = 2;

/** `npx pulumi-okta-opa`; each command has a file of its own here. */
async function main(): Promise<void> {
    const program = new Command("pulumi-okta-opa")
        .description("Team secrets spaces for Okta Privileged Access, declared with Pulumi.")
        .version(version())
        .enablePositionalOptions()
        .addCommand(accessCommand())
        .addCommand(adoptCommand())
        .addCommand(destroyCommand())
        .addCommand(doctorCommand())
        .addCommand(driftCommand())
        .addCommand(initCommand(version()))
        .addCommand(pipelineCommand())
        .addCommand(teamsCommand())
        .addCommand(tenantCommand());
    for (const command of withItsOwn(program)) command.exitOverride();
    await program.parseAsync();
}

const withItsOwn = (command: Command): Command[] => [command, ...command.commands.flatMap(withItsOwn)];

function version(): string {
    const manifest = readFileSync(require.resolve("pulumi-okta-opa/package.json"), "utf8");
    return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}

main().catch((failure: unknown) => {
    // Commander has already printed what is wrong with the command line.
    const isSaid = failure instanceof CommanderError;
    if (!isSaid) tellAside(failure instanceof Error ? failure.message : String(failure));
    // These two commands use the codes 0, 1 and 2 for other results.
    const isOfItsOwn = ["doctor", "drift"].includes(process.argv[2] ?? "");
    if (isSaid && failure.exitCode === 0) process.exitCode = 0;
    else if (isOfItsOwn) process.exitCode = couldNotRun;
    else process.exitCode = isSaid ? misused : 1;
});
