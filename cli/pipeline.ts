import { readFileSync, writeFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { driftFrom } from "../resources/drift/document";
import { appliedIn } from "../resources/review/approval/applied";
import { approvalText, hashOf } from "../resources/review/approval/approval";
import { markdownOf } from "../resources/review/render/markdown";
import { textOf } from "../resources/review/render/text";
import { visibleOnOneLine } from "../tenant/visible";
import { connectToCodeHost, type HostName, hosts } from "./host/connect";
import { apply, endings } from "./pipeline/apply";
import { changeOf, liveIn } from "./pipeline/change";
import { stateOf } from "./pipeline/engine";
import { repositoryOf } from "./pipeline/git";
import { keepIssue } from "./pipeline/issue";
import { tell, tellAside } from "./terminal";

/** Exit code of `page` when somebody's access changes. */
const changes = 7;

const aboutPage =
    "Says who gains and who loses what by applying the commit that is checked out: compared with what state says was applied last, team " +
    "by team. Needs the credential of Pulumi's backend, and none of Okta or OPA. With --approval it also writes what is to be " +
    "approved; the SHA-256 of that file stands on the page. Ends with 0 when nobody's access changes, with 7 otherwise, with 1 when it failed.";

const aboutApply =
    "Applies the commit that is checked out, if what it causes now is what was approved, whatever else was applied meanwhile. " +
    "Ends with 0 when it is applied, or a later commit is; with 1 when the run failed, or failed for a team; with 2 when it was " +
    "called wrongly; with 3 when something could not be looked at; with 4 when it causes what nobody approved; with 5 when the " +
    "state was changed meanwhile: run it again. With 3, 4 and 5 nothing was written.";

const aboutIssue =
    "Keeps the one issue of a stack: opens and updates it where there is drift, or where that could not be told; closes it where " +
    "everything was looked at and nothing differs. Needs the host's token, and no other credential.";

interface Common {
    readonly stack: string;
    readonly teams: string;
}

/** `pulumi-okta-opa pipeline`: the steps of pipelines that need more than a line of shell. */
export function pipelineCommand(): Command {
    return new Command("pipeline")
        .summary("the steps of pipelines: the page to approve, the run, the issue")
        .description("Steps of pipelines, to be started in the folder of the Pulumi project.")
        .addCommand(pageCommand())
        .addCommand(applyCommand())
        .addCommand(issueCommand());
}

const withStack = (command: Command): Command =>
    command
        .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
        .option("--teams <folder>", "the folder of teams' files, from that of Pulumi.yaml", "teams");

function pageCommand(): Command {
    return withStack(new Command("page"))
        .summary("the page of what applying this commit changes, to be approved")
        .description(aboutPage)
        .option("--snapshot <file>", "what lives, from `access snapshot --with-time`")
        .option("--approval <file>", "write what is to be approved")
        .option("--markdown", "in Markdown")
        .action(page);
}

interface PageOptions extends Common {
    readonly snapshot?: string;
    readonly approval?: string;
    readonly markdown?: true;
}

async function page({ stack, teams, snapshot, approval, markdown }: PageOptions): Promise<void> {
    const folder = process.cwd();
    const repository = repositoryOf(folder);
    const live = snapshot === undefined ? undefined : liveIn(readFileSync(snapshot, "utf8"), snapshot);
    const applied = appliedIn(await stateOf(stack, folder));
    const change = changeOf(repository, folder, { applied, where: { teams, stack: fileNameOf(stack) }, live });
    const { table } = change.page;
    const text = approvalText({ format: 1, stack, commit: repository.head, table, caused: change.caused });
    if (approval !== undefined) writeFileSync(approval, text);
    tell((markdown ? markdownOf : textOf)(change.page).trimEnd());
    const [latest] = change.from;
    const commits = latest === undefined ? [] : repository.linesBetween(latest, repository.head);
    const applies = commits.map((line) =>
        markdown ? `- \`${visibleOnOneLine(line).replaceAll("`", "'")}\`` : `  ${visibleOnOneLine(line)}`,
    );
    tell(["", `Applies to ${stack}:`, ...(applies.length > 0 ? ["", ...applies, ""] : []), hashOf(text)].join("\n"));
    if (change.page.changes) process.exitCode = changes;
}

/** In Pulumi Cloud a stack may be named with its organisation and project; its file is not. */
const fileNameOf = (stack: string): string => stack.split("/").at(-1) ?? stack;

function applyCommand(): Command {
    return withStack(new Command("apply"))
        .summary("apply this commit, if what it causes now is what was approved")
        .description(aboutApply)
        .requiredOption("--approval <file>", "what `pipeline page` wrote")
        .requiredOption("--hash <hash>", "the hash that was approved: approval:…")
        .option(
            "--plan <hash>",
            "what the engine was approved to do beyond the page: plan:…; `show` says what that would be",
        )
        .option("--snapshot <file>", "leave the snapshot here that was taken before the run")
        .option("--result <file>", "write how it ended, as JSON")
        .action(runApply);
}

interface ApplyOptions extends Common {
    readonly approval: string;
    readonly hash: string;
    readonly plan?: string;
    readonly snapshot?: string;
    readonly result?: string;
}

async function runApply({ stack, teams, approval, hash, plan, snapshot, result }: ApplyOptions): Promise<void> {
    const where = { teams, stack: fileNameOf(stack) };
    const asked = { stack, folder: process.cwd(), where, approved: { file: approval, hash }, snapshot };
    // A field of a form that nobody filled in is an empty text.
    const outcome = await apply({ ...asked, plan: plan === "" ? undefined : plan });
    const { ended, reasons } = outcome;
    if (result !== undefined)
        writeFileSync(result, `${JSON.stringify({ format: 1, stack, approved: hash, ...outcome })}\n`);
    tell([`${words[ended]}: ${outcome.commit}`, ...reasons].map(visibleOnOneLine).join("\n"));
    process.exitCode = endings[ended];
}

const words = {
    applied: "Applied",
    "nothing-to-do": "Nothing to do",
    failed: "Not applied as a whole",
    "not-known": "Nothing was written, because it cannot be known what the run would do",
    refused: "Nothing was written, because this is not what was approved",
    "changed-meanwhile": "Nothing was written",
} as const;

function issueCommand(): Command {
    return new Command("issue")
        .summary("keep the issue of what a night found")
        .description(aboutIssue)
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
