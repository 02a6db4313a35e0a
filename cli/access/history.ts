import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { accessFrom } from "../../resources/access/document";
import { privileges } from "../../resources/opa/security-policy/declared/privileges";
import { historyOf, type Known } from "../../resources/records/history";
import { type Answer, type History, historyJsonSchema, historyText } from "../../resources/records/history-document";
import { recordsIn } from "../../resources/records/read-records";
import { visibleOnOneLine } from "../../tenant/visible";
import { plainInMarkdown } from "../markdown";
import { tell } from "../terminal";
import { misused } from "./checkout";

/** Exit code when a part of the answer is not known. */
const couldNotKnowAll = 3;

const about =
    "Says who could do what in a folder on a day in the past, and who approved it, from snapshots (`access snapshot --with-time`) and " +
    "records (`access record`). Reads files only. Ends with 0 when the answer is whole, with 3 when a part of it is not known, with 1 when it failed, " +
    "with 2 when it was called wrongly.";

interface Options {
    readonly at?: string;
    readonly path?: string;
    readonly privilege?: string;
    readonly person?: string;
    readonly json?: true;
    readonly markdown?: true;
}

/** `pulumi-okta-opa access history`: who could do what on a day in the past. */
export function historyCommand(): Command {
    return new Command("history")
        .summary("say who could do what on a day in the past, and who approved it")
        .description(about)
        .argument("<files...>", "snapshots, files of records, and folders that hold them")
        .option("--at <time>", "a day in UTC, for example 2027-03-03, or a moment, 2027-03-03T10:00:00Z; must be given")
        .option("--path <path>", 'the folder in its project, for example "teams/payments"; must be given')
        .addOption(new Option("--privilege <name>", "what they could do; must be given").choices(privileges))
        .option("--person <login>", "only this person, service user or workload role")
        .addOption(new Option("--json", "as JSON, see `access history schema`").conflicts("markdown"))
        .addOption(new Option("--markdown", "as a table in Markdown"))
        .action(run)
        .addCommand(
            new Command("schema")
                .description("Prints the JSON Schema of `access history --json`.")
                .action(() => tell(historyJsonSchema())),
        );
}

function run(files: readonly string[], options: Options): void {
    const { at, path, privilege, person } = options;
    if (at === undefined || path === undefined || privilege === undefined)
        misused("give a time, a folder and a privilege: --at, --path, --privilege.");
    const history = historyOf(
        { ...timeOf(at), path: path.replaceAll(/^\/+|\/+$/g, ""), privilege, person },
        knownIn(files),
    );
    tell(inFormat(history, options));
    const isClear = history.answers.every(({ could }) => could !== "unclear");
    // The first remark is about what no file can tell.
    if (!isClear || history.notKnown.length > 1 || history.sources.length === 0) process.exitCode = couldNotKnowAll;
}

function timeOf(text: string): { readonly fromMs: number; readonly toMs: number } {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
    const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text);
    const fromMs = Date.parse(isDay ? `${text}T00:00:00Z` : text);
    if ((!isDay && !isMoment) || Number.isNaN(fromMs) || !new Date(fromMs).toISOString().startsWith(text.slice(0, 10)))
        misused(`--at is "${text}", which is no day and no moment in UTC. Write 2027-03-03 or 2027-03-03T10:00:00Z.`);
    return { fromMs, toMs: fromMs + (isDay ? 86_400_000 : 1) };
}

/** What the files hold, whatever they are called. */
function knownIn(given: readonly string[]): Known {
    const all = given.flatMap(filesAt).map((file) => readOne(file, readFileSync(file, "utf8")));
    return {
        snapshots: all
            .flatMap(({ snapshots }) => snapshots)
            .sort((one, other) => Date.parse(one.access.taken) - Date.parse(other.access.taken)),
        records: all
            .flatMap(({ records }) => records)
            .sort((one, other) => Date.parse(one.time) - Date.parse(other.time)),
        notRead: all.flatMap(({ notRead }) => notRead),
    };
}

function filesAt(path: string): readonly string[] {
    if (!statSync(path, { throwIfNoEntry: false })) throw new Error(`${path}: there is no such file or folder.`);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
        .filter((name) => /\.jsonl?$/.test(name))
        .sort()
        .map((name) => join(path, name));
}

function readOne(file: string, text: string): Known {
    const access = accessFrom(text);
    if (!access) return { snapshots: [], ...recordsIn(text, file) };
    const { taken } = access;
    if (taken !== undefined) return { snapshots: [{ file, access: { ...access, taken } }], records: [], notRead: [] };
    return {
        snapshots: [],
        records: [],
        notRead: [`${file}: the snapshot does not say when it was taken. Take them with --with-time.`],
    };
}

function inFormat(history: History, { json, markdown }: Options): string {
    if (json) return historyText(history);
    return markdown ? markdownOf(history) : textOf(history);
}

const question = ({ from, to, path, privilege, person }: History): string =>
    `Who could ${privilege} in "${path}" between ${from} and ${to}${person === null ? "" : `: ${person}`}`;

const subject = ({ kind, name }: Answer): string =>
    kind === "whoever is in the group"
        ? `whoever was in group "${name}"`
        : kind === "person"
          ? name
          : `${name} (${kind})`;

function approvedBy({ approval }: Answer): string {
    if (approval === null) return "no record gives it: it is older than the records, or no declaration gave it";
    const { time, commit, pullRequest, actor, approved, approvedBy: people, isApprovedTable } = approval;
    const by = people.length > 0 ? `approved by ${people.join(", ")}` : "the record names nobody who approved it";
    const hash =
        approved === null
            ? "no approved hash"
            : `${approved}${isApprovedTable === false ? ", not the table that was applied: less, where a part was done already" : ""}`;
    return `${time}, commit ${commit ?? "unknown"}, ${pullRequest === null ? "no pull request" : `pull request ${pullRequest}`}, run by ${actor ?? "unknown"}; ${by} (${hash})`;
}

function textOf(history: History): string {
    const { answers, sources, notKnown } = history;
    return [
        question(history),
        "",
        ...(answers.length === 0 ? ["Nobody, by these files.", ""] : []),
        ...answers.flatMap((one) => [
            `${one.could === "unclear" ? "?" : one.could}  ${subject(one)}${one.path === history.path ? "" : `, in "${one.path}"`}`,
            ...one.through.map((text) => `     through   ${text}`),
            ...one.evidence.map((text) => `     known     ${text}`),
            `     approved  ${approvedBy(one)}`,
            "",
        ]),
        "Known from",
        ...(sources.length > 0 ? sources : ["nothing: none of the files is a snapshot or a record"]).map(
            (text) => `  - ${text}`,
        ),
        "Not known",
        ...notKnown.map((text) => `  - ${text}`),
    ]
        .map(visibleOnOneLine)
        .join("\n");
}

function markdownOf(history: History): string {
    const { answers, sources, notKnown } = history;
    const cell = (text: string) => plainInMarkdown(visibleOnOneLine(text));
    const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    const heads = ["could", "who", "where", "through", "known from", "approved"];
    return [
        `**${cell(question(history))}**`,
        "",
        ...(answers.length === 0
            ? ["Nobody, by these files."]
            : [
                  row(heads),
                  row(heads.map(() => "---")),
                  ...answers.map((one) =>
                      row([
                          one.could,
                          cell(subject(one)),
                          cell(one.path),
                          one.through.map(cell).join("<br>"),
                          one.evidence.map(cell).join("<br>"),
                          cell(approvedBy(one)),
                      ]),
                  ),
              ]),
        ...["", "**Known from**", "", ...sources.map((text) => `- ${cell(text)}`)],
        ...["", "**Not known**", "", ...notKnown.map((text) => `- ${cell(text)}`)],
    ].join("\n");
}
