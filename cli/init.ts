import { basename, resolve } from "node:path";
import { Command, Option } from "commander";
import { visibleOnOneLine } from "../tenant/visible";
import { ask } from "./init/ask";
import { packageFolder, repositoryFiles } from "./init/repository";
import { asProjectName, type Given, type Place, places, refusalsOf, type SettingName, settings } from "./init/settings";
import { writeNew } from "./init/write";
import { conversation, tell, tellAside } from "./terminal";

const about =
    "Makes a repository of teams' files, with its program, pipelines and a test: it works at once, with the simulated org too. Asks on a terminal " +
    "for what is not given; with --yes, or without a terminal, it takes the values of the simulated org. Writes over nothing. Ends with 0, with 1 if nothing " +
    "could be written, and with 2 if it is called wrongly.";

/** `pulumi-okta-opa init`: a new repository. */
export function initCommand(version: string): Command {
    const command = new Command("init")
        .summary("make a repository of teams' files, with its pipelines")
        .description(about)
        .argument("[folder]", "the repository's folder", ".")
        .addOption(new Option("--host <host>", "where pipelines run; with --yes github").choices(places));
    for (const { flag, about: what, example } of settings) {
        command.option(flag, example ? `${what}; with --yes ${example}` : what);
    }
    return command.option("--yes", "ask nothing").action((folder: string, flags: Flags) => run(folder, flags, version));
}

type Flags = Given & { readonly host?: Place; readonly yes?: true };

async function run(folder: string, { host, yes, ...given }: Flags, version: string): Promise<void> {
    const refused = refusalsOf(given, host ?? "github");
    if (refused.length > 0) throw new Error(["Nothing was written:", ...refused.map((line) => `  ${line}`)].join("\n"));
    const usual = Object.fromEntries(
        settings.map(({ name, example }) => [name, example ?? asProjectName(basename(resolve(folder)))]),
    ) as Record<SettingName, string>;
    const isAsked = process.stdin.isTTY === true && process.stdout.isTTY === true && yes !== true;
    const answers = isAsked
        ? await ask({ host, given, usual, ...conversation() })
        : { host: host ?? ("github" as const), given };
    const all = { ...usual, ...answers.given, host: answers.host };
    const files = repositoryFiles(all, packageFolder(), version);
    writeNew(folder, files);
    for (const path of files.keys()) tell(visibleOnOneLine(path));
    tellAside(visibleOnOneLine(`${files.size} files in ${folder}. README.md there says what comes next.`));
}
