import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { driftFrom } from "../../resources/drift/document";
import { connectToCodeHost, type HostName, hosts } from "../host/connect";
import { tellAside } from "../terminal";
import { keepIssue } from "./night";

const about =
    "Keeps the one issue of a stack: opens and updates it where there is drift, or where that could not be told; closes it where " +
    "everything was looked at and nothing differs. Needs the host's token, and no other credential.";

/** `pulumi-okta-opa pipeline issue`: one issue for each stack. */
export function issueCommand(): Command {
    return new Command("issue")
        .summary("keep the issue of what a night found")
        .description(about)
        .requiredOption("--stack <name>", "the stack")
        .requiredOption(
            "--drift <file>",
            "what `drift --json` printed; one that is missing or cut off means: it could not be told",
        )
        .addOption(new Option("--host <host>", "where the repository is").choices(hosts).makeOptionMandatory())
        .option("--log <file>", "what `drift` said on stderr, for an issue without a report")
        .option("--run <url>", "where the run is to be read")
        .action(issue);
}

interface IssueOptions {
    readonly stack: string;
    readonly drift: string;
    readonly host: HostName;
    readonly log?: string;
    readonly run?: string;
}

async function issue({ stack, drift: file, host, log, run }: IssueOptions): Promise<void> {
    if (!/^[\w.-]+(\/[\w.-]+)*$/.test(stack)) throw new CommanderError(2, "misused", `"${stack}" is no stack's name.`);
    const drift = driftFrom(textIn(file) ?? "");
    const failure = log === undefined ? undefined : textIn(log)?.slice(-4000);
    const kept = await keepIssue(await connectToCodeHost(host), { stack, drift, failure, run });
    tellAside(`Issue of ${stack}: ${kept}.`);
}

function textIn(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
