import { posix } from "node:path";
import { Command } from "commander";
import { type CheckOptions, checkFiles } from "../resources/team-secrets-space/files/check-files";
import { asMistake } from "../resources/team-secrets-space/files/file-mistake";
import { formatFiles } from "../resources/team-secrets-space/files/format-files";
import { platformJsonSchema, teamJsonSchema } from "../resources/team-secrets-space/files/json-schema";
import { visibleOnOneLine } from "../tenant/visible";
import { recordsOf } from "./pulumi";
import { ownersCommand } from "./teams-owners";
import { tell, tellAside } from "./terminal";

const about =
    "Reads <folder>/<area>/<team>.yaml, one team each, and tells every mistake with file, line and column, and whatever the platform " +
    "file beside the folder, platform.yaml, does not let a file say. Needs no credentials and no network. What only an org knows is not " +
    "checked: whether people and groups exist. What only a stack knows is checked with --stack, and what only its state knows with " +
    "--state, which needs Pulumi. Ends with 0, with 1 if there is a mistake or something cannot be read, and with 2 if it is called wrongly.";

const aboutFmt =
    "Sorts keys, people, folders and privileges, and writes each file in one way; comments stay with what they are about, and what a file " +
    "declares stays the same. A file that cannot be read is told and left alone. Ends with 0, with 1 if a file cannot be read " +
    "or --check finds one to change, and with 2 if it is called wrongly.";

/** `pulumi-okta-opa teams`: teams that are declared in files. */
export function teamsCommand(): Command {
    const check = new Command("check")
        .summary("tell every mistake in the files of teams")
        .description(about)
        .argument("[folder]", "where the areas' folders are", "teams")
        .option(
            "--base <checkout>",
            "the checkout of what the change is merged into: its platform file and stack's file count, too",
        )
        .option("--stack <stack>", "the stack whose file Pulumi.<stack>.yaml beside the folder has the settings")
        .option("--state", "compare with the state of --stack, too, which needs the login of its backend")
        .option("--json", "one line of JSON on stdout, { files, mistakes: [{ file, line, column, property, reason }] }")
        .action(runCheck);
    const fmt = new Command("fmt")
        .summary("put the files of teams into their one form")
        .description(aboutFmt)
        .argument("[folder]", "where the areas' folders are", "teams")
        .option("--check", "write nothing, and end with 1 if a file would change")
        .option(
            "--schema <file>",
            "begin each file with the line by which editors find this JSON Schema of `teams schema`",
        )
        .action(runFmt);
    const schema = new Command("schema")
        .summary("print the JSON Schema of a file")
        .description("Prints the JSON Schema of the file of a team, or of the platform file, for editors.")
        .option("--platform", "that of platform.yaml")
        .action(({ platform = false }: { readonly platform?: boolean }) =>
            tell(JSON.stringify(platform ? platformJsonSchema() : teamJsonSchema(), undefined, 2)),
        );
    return new Command("teams")
        .summary("check teams that are declared in files")
        .description("Teams that are declared in files, one team each.")
        .addCommand(check)
        .addCommand(fmt)
        .addCommand(ownersCommand())
        .addCommand(schema);
}

interface FmtOptions {
    readonly check?: boolean;
    readonly schema?: string;
}

function runFmt(given: string, { check = false, schema }: FmtOptions): void {
    const folder = withoutSlash(given);
    const done = formatFiles(folder, { onlyLook: check, schema });
    if (!done) throw new Error(`${folder} is no folder. Name the one with the folders of the areas.`);
    const { count, changed, mistakes } = done;
    for (const { property, reason } of mistakes.map(asMistake)) tell(visibleOnOneLine(`${property}: ${reason}`));
    for (const file of changed) tell(visibleOnOneLine(check ? `${file}: is to be formatted` : `${file}: formatted`));
    tellAside(`${filesOf(count)}, ${changed.length} ${check ? "to format" : "formatted"}.`);
    if (mistakes.length > 0 || (check && changed.length > 0)) process.exitCode = 1;
}

const withoutSlash = (folder: string): string => folder.replace(/(?<=.)\/+$/, "");

const filesOf = (count: number): string => (count === 1 ? "1 file" : `${count} files`);

interface CheckFlags extends Pick<CheckOptions, "base" | "stack"> {
    readonly json?: boolean;
    readonly state?: boolean;
}

async function runCheck(given: string, { json = false, base, stack, state = false }: CheckFlags): Promise<void> {
    const folder = withoutSlash(given);
    if (state && stack === undefined) throw new Error("--state is that of a stack: say with --stack of which one.");
    const records = state ? await recordsOf(stack, posix.join(folder, "..")) : undefined;
    const { count, mistakes } = checkFiles(folder, { base, stack, records });
    if (mistakes.length > 0) process.exitCode = 1;
    if (json) {
        tell(JSON.stringify({ files: count, mistakes }));
        return;
    }
    for (const { property, reason } of mistakes.map(asMistake)) tell(visibleOnOneLine(`${property}: ${reason}`));
    tellAside(`${filesOf(count)}, ${mistakes.length === 0 ? "no mistakes" : `${mistakes.length} to correct`}.`);
}
