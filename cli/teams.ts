import { Command } from "commander";
import { checkFiles } from "../resources/team-secrets-space/files/check-files";
import { asMistake } from "../resources/team-secrets-space/files/file-mistake";
import { teamJsonSchema } from "../resources/team-secrets-space/files/json-schema";
import { visibleOnOneLine } from "../tenant/visible";
import { tell, tellAside } from "./terminal";

const about =
    "Reads <folder>/<area>/<team>.yaml, one team each, and tells every mistake with file, line and column. Needs no " +
    "credentials and no network. What only a stack or an org knows is not checked: its settings, and whether people and " +
    "groups exist. Ends with 0, with 1 if there is a mistake, and with 2 if it is called wrongly.";

/** `pulumi-okta-opa teams`: teams that are declared in files. */
export function teamsCommand(): Command {
    const check = new Command("check")
        .summary("tell every mistake in the files of teams")
        .description(about)
        .argument("[folder]", "where the areas' folders are", "teams")
        .option("--json", "one line of JSON on stdout, { files, mistakes: [{ file, line, column, property, reason }] }")
        .action(runCheck);
    const schema = new Command("schema")
        .summary("print the JSON Schema of a file")
        .description("Prints the JSON Schema of the file of a team, for editors.")
        .action(() => tell(JSON.stringify(teamJsonSchema(), undefined, 2)));
    return new Command("teams")
        .summary("check teams that are declared in files")
        .description("Teams that are declared in files, one team each.")
        .addCommand(check)
        .addCommand(schema);
}

function runCheck(folder: string, { json = false }: { readonly json?: boolean }): void {
    const { count, mistakes } = checkFiles(folder.replace(/(?<=.)\/+$/, ""));
    if (mistakes.length > 0) process.exitCode = 1;
    if (json) {
        tell(JSON.stringify({ files: count, mistakes }));
        return;
    }
    for (const { property, reason } of mistakes.map(asMistake)) tell(visibleOnOneLine(`${property}: ${reason}`));
    const files = count === 1 ? "1 file" : `${count} files`;
    tellAside(`${files}, ${mistakes.length === 0 ? "no mistakes" : `${mistakes.length} to correct`}.`);
}
