import type { Command } from "commander";

/** What every step is told. */
export interface Common {
    readonly stack: string;
    readonly teams: string;
}

/** Adds the options for that. */
export const withStack = (command: Command): Command =>
    command
        .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
        .option("--teams <folder>", "the folder of teams' files, from that of Pulumi.yaml", "teams");

/** In Pulumi Cloud a stack may be named with its organisation and project; its file is not. */
export const fileNameOf = (stack: string): string => stack.split("/").at(-1) ?? stack;
