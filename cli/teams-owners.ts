import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Command, Option } from "commander";
import {
    codeOwners,
    codeOwnersFileOf,
    codeOwnersHead,
    type Host,
} from "../resources/team-secrets-space/authority/code-owners";
import { asMistake } from "../resources/team-secrets-space/files/file-mistake";
import { visibleOnOneLine } from "../tenant/visible";
import { tell, tellAside } from "./terminal";

const about =
    "Writes the file of code owners, .github/CODEOWNERS or .gitlab/CODEOWNERS, from `owners` in the platform file: everything is owned by those " +
    "of the platform, each area's folder by those of the area, if it has any. A file that was written by hand is left alone. Ends with 0, with 1 " +
    "if there is a mistake or --check finds another text, and with 2 if it is called wrongly.";

interface OwnersFlags {
    readonly host: Host;
    readonly check?: boolean;
    readonly print?: boolean;
}

/** `pulumi-okta-opa teams owners`: who must approve a change of a file. */
export function ownersCommand(): Command {
    return new Command("owners")
        .summary("write the file of code owners")
        .description(about)
        .argument("[folder]", "where the areas' folders are, from the top of the repository", "teams")
        .addOption(new Option("--host <host>", "who reads it").choices(["github", "gitlab"]).default("github"))
        .option("--check", "write nothing, and end with 1 if the file would change")
        .option("--print", "write it to stdout")
        .action(runOwners);
}

function runOwners(folder: string, { host, check = false, print = false }: OwnersFlags): void {
    const { text, mistakes } = codeOwners(folder, host);
    for (const { property, reason } of mistakes.map(asMistake)) tell(visibleOnOneLine(`${property}: ${reason}`));
    if (mistakes.length > 0) {
        process.exitCode = 1;
        return;
    }
    if (print) {
        tell(text.trimEnd());
        return;
    }
    const file = codeOwnersFileOf(host);
    const there = textOf(file);
    if (there === text) {
        tellAside(`${file} is as the platform file says.`);
        return;
    }
    if (check) {
        tell(`${file}: is not as the platform file says. Run \`npx pulumi-okta-opa teams owners --host ${host}\`.`);
        process.exitCode = 1;
        return;
    }
    if (there !== undefined && !there.startsWith(codeOwnersHead)) {
        throw new Error(`${file} was not written by this command. Take it away, or write into it what --print shows.`);
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    tellAside(`${file}: written.`);
}

function textOf(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (failure) {
        if (failure instanceof Error && "code" in failure && failure.code === "ENOENT") return undefined;
        throw failure;
    }
}
