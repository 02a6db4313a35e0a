import { lstatSync, readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { CodeHost } from "../host/code-host";
import { connectToCodeHost, type HostName, hosts } from "../host/connect";
import { keepComment } from "../host/marked";
import { plainInMarkdown } from "../markdown";
import { tellAside } from "../terminal";

const about =
    "Keeps one comment on a proposed change: writes it, and the next time replaces its text. It is found by a marker that readers do not see, and only " +
    "among what the token's own user wrote. GITHUB_TOKEN or GITLAB_TOKEN and what the host sets in each job say where and as whom. The file may be of any origin: " +
    "nothing of it is run, and what a run that could have made it up changes is said above it. Ends with 0, also if the change has moved on meanwhile, with 1 if " +
    "it failed, and with 2 if it was called wrongly.";

interface Asked {
    readonly host: HostName;
    readonly marker: string;
    readonly file: string;
    readonly change?: number;
    readonly branch?: string;
    readonly commit?: string;
    readonly into?: string;
}

/** `pulumi-okta-opa pipeline comment`: one comment, kept up to date. */
export function commentCommand(): Command {
    return new Command("comment")
        .summary("keep one comment on a proposed change")
        .description(about)
        .addOption(new Option("--host <host>", "where the change is").choices(hosts).makeOptionMandatory())
        .requiredOption("--marker <name>", "tells this comment from others, for example review-dev")
        .requiredOption("--file <file>", "the text, in Markdown")
        .option("--change <number>", "the change's number", aNumber)
        .option("--branch <name>", "in place of the number: the branch that is proposed, on GitHub owner:branch")
        .option("--commit <hash>", "its newest commit")
        .option("--into <branch>", "the branch that it is to be merged into")
        .action(run);
}

function aNumber(text: string): number {
    if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
    throw new InvalidArgumentError("It is no number of a change.");
}

async function run({ host, marker, file, ...asked }: Asked): Promise<void> {
    const { change: given, branch, commit, into } = asked;
    const isWhole = given === undefined ? branch && commit && into : !(branch ?? commit ?? into);
    if (!isWhole) throw new Error("Give either --change, or --branch, --commit and --into.");
    const page = pageIn(file);
    const at = await connectToCodeHost(host);
    const change = given ?? (await at.changeOf({ branch: branch ?? "", commit: commit ?? "", into: into ?? "" }));
    if (change === undefined) {
        tellAside(`No open change proposes ${commit} any more, so nothing was written.`);
        return;
    }
    const above = commit === undefined ? "" : await whatMakesItDoubtful(at, change, commit);
    const kept = await keepComment(at, change, marker, `${above}${page}`);
    tellAside(`The comment on change ${change} was ${kept === "unchanged" ? "as it is to be" : kept}.`);
}

/** More than the longest page of ours, and than any host takes. */
const largestPageBytes = 1024 * 1024;

/** The archive of an artifact may hold links, for example to the environment of this process, with its token. */
function pageIn(file: string): string {
    const found = lstatSync(file);
    if (!found.isFile()) throw new Error(`${file} is no plain file, so nothing was written. Name the page itself.`);
    if (found.size > largestPageBytes) throw new Error(`${file} is larger than any page, so nothing was written.`);
    return readFileSync(file, "utf8");
}

/** What is run to make a page is described here. Whoever changes it can write any page. */
const machinery = [".github/", ".gitlab/", ".gitlab-ci.yml", "ci/gitlab/"];

async function whatMakesItDoubtful(at: CodeHost, change: number, commit: string): Promise<string> {
    const touched = (await at.filesOf(change)).filter((path) => machinery.some((one) => path.startsWith(one)));
    if (touched.length === 0) return "";
    const named = touched.slice(0, 5).map((path) => plainInMarkdown(path.replaceAll(/[\p{Cc}\p{Cf}]/gu, "")));
    const more = touched.length > named.length ? ` and ${touched.length - named.length} more` : "";
    return (
        `> ⚠️ **This change also changes how it is checked** (${named.join(", ")}${more}; commit ${commit.slice(0, 12)}). What follows may be its own ` +
        "invention. Read these files first.\n\n"
    );
}
