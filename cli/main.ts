#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { z } from "zod";
import { accessCommand } from "./access";
import { adoptCommand } from "./adopt";
import { couldNotRun, doctorCommand } from "./doctor";
import { driftCommand } from "./drift";
import { teamsCommand } from "./teams";
import { tenantCommand } from "./tenant";
import { tellAside } from "./terminal";

/** How a command ends that was told something it cannot do. */
const misused = 2;

/** `npx pulumi-okta-opa`: one file here for each command. */
async function main(): Promise<void> {
    const program = new Command("pulumi-okta-opa")
        .description("Team secrets spaces for Okta Privileged Access, declared with Pulumi.")
        .version(version())
        .enablePositionalOptions()
        .addCommand(accessCommand())
        .addCommand(adoptCommand())
        .addCommand(doctorCommand())
        .addCommand(driftCommand())
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
    // What is wrong with the command line has been said by then.
    const isSaid = failure instanceof CommanderError;
    if (!isSaid) tellAside(failure instanceof Error ? failure.message : String(failure));
    // Their 1 and 2, or 0, say something else.
    const isOfItsOwn = ["doctor", "drift"].includes(process.argv[2] ?? "");
    if (isSaid && failure.exitCode === 0) process.exitCode = 0;
    else if (isOfItsOwn) process.exitCode = couldNotRun;
    else process.exitCode = isSaid ? misused : 1;
});
