import { readFileSync, writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { previewFrom } from "../../resources/engine/preview";
import { mistakesInWords } from "../../resources/lifecycle/declared/mistake";
import { privileges } from "../../resources/opa/security-policy/declared/privileges";
import { type Declared, readCheckout, type Whereabouts } from "../../resources/review/checkout/read-checkout";
import { type Review, reviewJsonSchema, reviewText } from "../../resources/review/page/document";
import { htmlOf } from "../../resources/review/render/html";
import { markdownOf, mostBytes } from "../../resources/review/render/markdown";
import { isStopped } from "../../resources/review/render/stopped";
import { textOf } from "../../resources/review/render/text";
import { reviewOf, reviewOfPreview } from "../../resources/review/review-of";
import type { Refuse } from "../../resources/review/reviewed";
import type { Live } from "../../resources/review/snapshot";
import { loginOnHost } from "../../resources/team-secrets-space/authority/rules-schema";
import { tell } from "../terminal";
import { misused, onlyStack, snapshotIn } from "./checkout";

/** Exit code when somebody's access changes. */
const changes = 7;

/** Exit code when a budget, a freeze or a rule stops the change. */
const stopped = 9;

const about =
    "Says who gains and who loses what, before anything is applied: between two checkouts, by the files of teams and the configuration of " +
    "the stack in both; or by the engine's preview, of any program. Beside it reads what `access snapshot` has seen: no credentials, no " +
    "network, no program is run. " +
    "Ends with 0 when nobody's access changes and no folder goes, with 7 otherwise, with 9 when a budget, a freeze or a rule stops the change, with 1 when it failed or a declaration has a mistake, " +
    "and with 2 when it was called wrongly.";

interface Options {
    readonly base?: string;
    readonly head?: string;
    readonly preview?: string;
    readonly snapshot?: string;
    readonly stack?: string;
    readonly teams: string;
    readonly author?: string;
    readonly authorOnHost?: string;
    /** False for --no-new-access, as commander has it. */
    readonly newAccess: boolean;
    readonly neverGrant?: readonly string[];
    readonly json?: true;
    readonly markdown?: true;
    readonly mostBytes?: number;
    readonly html?: string;
}

/** `pulumi-okta-opa access diff`: the review of a change. */
export function diffCommand(): Command {
    return new Command("diff")
        .summary("say who gains and who loses what by a change, before it is applied")
        .description(about)
        .option("--base <folder>", "the checkout as it is applied: the folder of Pulumi.yaml")
        .option("--head <folder>", "the checkout as it is to be")
        .option(
            "--preview <file>",
            "instead of two checkouts: what `pulumi preview --refresh --run-program --show-sames --json` printed, of any program; - reads it from standard input",
        )
        .option(
            "--snapshot <file>",
            "what lives, from `access snapshot --with-time`; without it the page says what it cannot know",
        )
        .option("--stack <name>", "the stack, as in Pulumi.<name>.yaml; not needed where head has one such file")
        .option("--teams <folder>", "the folder of teams' files, from that of Pulumi.yaml", "teams")
        .option("--author <login>", "who proposes the change: the page says what they gain")
        .addOption(
            new Option(
                "--author-on-host <name>",
                "the same by the user name on the code host: `logins` in platform.yaml of base says whose login that is; an empty name says that nobody knows it",
            ).conflicts(["author", "preview"]),
        )
        .option("--no-new-access", "refuse a change that gives anybody more than before")
        .addOption(
            new Option("--never-grant <privilege...>", "refuse a change that gives somebody this privilege").choices(
                privileges,
            ),
        )
        .addOption(new Option("--json", "as JSON, see `access diff schema`").conflicts("markdown"))
        .addOption(new Option("--markdown", "for a pull request, at most 60 kB"))
        .option("--most-bytes <number>", "of the page in Markdown, where less than 60 kB is left for it", bytes)
        .option("--html <file>", "write the page for a browser too, as one file")
        .action(run)
        .addCommand(
            new Command("schema")
                .description("Prints the JSON Schema of `access diff --json`.")
                .action(() => tell(reviewJsonSchema().trimEnd())),
        );
}

function bytes(text: string): number {
    if (/^\d{4,6}$/.test(text)) return Number(text);
    throw new InvalidArgumentError("Give a number of bytes, at least 1000.");
}

function run(options: Options): void {
    const live = options.snapshot === undefined ? undefined : snapshotIn(options.snapshot);
    const refuse = { noNewAccess: !options.newAccess, neverGrant: options.neverGrant };
    const known = { live, author: options.author, nowMs: Date.now(), refuse };
    const page = options.preview === undefined ? ofCheckouts(options, known) : ofPreview(options, known);
    if (options.html !== undefined) writeFileSync(options.html, htmlOf(page));
    tell(inFormat(page, options));
    if (isStopped(page)) process.exitCode = stopped;
    else if (page.changes) process.exitCode = changes;
}

/** What a review knows besides the change. */
interface Known {
    readonly live: Live | undefined;
    readonly author: string | undefined;
    readonly nowMs: number;
    readonly refuse: Refuse;
}

function ofPreview({ preview, base, head, stack }: Options, known: Known): Review {
    if (base !== undefined || head !== undefined || stack !== undefined)
        misused("give either --preview, or --base and --head; --stack is for checkouts.");
    // Node reads its standard input as the file 0.
    const text = readFileSync(preview === undefined || preview === "-" ? 0 : preview, "utf8");
    return reviewOfPreview({ ...known, preview: previewFrom(text, "the change") });
}

function ofCheckouts(options: Options, known: Known): Review {
    const { base: baseFolder, head: headFolder } = options;
    if (baseFolder === undefined || headFolder === undefined)
        misused("give two folders, --base and --head, or --preview.");
    const where = { teams: options.teams, stack: options.stack ?? onlyStack(headFolder) };
    const base = read("base", baseFolder, where);
    const head = read("head", headFolder, where, base.declared);
    const mistakes = [...base.mistakes, ...head.mistakes];
    if (mistakes.length > 0) {
        throw new Error(
            mistakesInWords("The declarations have mistakes, so nothing can be said of the change:", mistakes),
        );
    }
    return reviewOf({ ...known, ...authorOf(options, base.declared), base: base.declared, head: head.declared });
}

/** The author, if a name of the code host says it: base decides whose it is, so that no change can say that of itself. */
function authorOf({ authorOnHost: name }: Options, { rules = {} }: Declared) {
    if (name === undefined) return {};
    const author = name === "" ? undefined : loginOnHost(rules, name);
    return author === undefined ? { unknownAuthor: name } : { author };
}

/** Reads a checkout. Its errors name the side, because both checkouts may have the same files. */
function read(side: string, folder: string, where: Whereabouts, before?: Declared) {
    try {
        return readCheckout(folder, where, before);
    } catch (failure) {
        throw new Error(`--${side}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
}

function inFormat(page: Review, { json, markdown, mostBytes: most = mostBytes }: Options): string {
    if (json) return reviewText(page).trimEnd();
    return (markdown ? markdownOf(page, most) : textOf(page)).trimEnd();
}
