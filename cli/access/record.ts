import { existsSync, readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { changeFrom, recordJsonSchema, recordText, type UpRecord } from "../../resources/records/document";
import { recordOf } from "../../resources/records/record-of";
import { tell, tellAside } from "../terminal";

const about =
    "Prints the record of one `pulumi up` as one line of JSON, to be appended to a file: who and what started it, which table of " +
    "changes was approved, what the package wrote, with the services' ids of each request. Reads files only. What is missing is " +
    "said in the record and on stderr. Ends with 0 when a line was printed, with 1 when it failed, with 2 when it was called wrongly.";

interface Options {
    readonly writes: string;
    readonly review?: string;
    readonly result: UpRecord["result"];
    readonly stack?: string;
    readonly commit?: string;
    readonly actor?: string;
    readonly pullRequest?: string;
    readonly approved?: string;
    readonly approvedBy?: readonly string[];
}

/** `pulumi-okta-opa access record`: one line for one `up`. */
export function recordCommand(): Command {
    return new Command("record")
        .summary("print the record of one up, to be appended to a file")
        .description(about)
        .addOption(
            new Option(
                "--writes <file>",
                "the file that PULUMI_OKTA_OPA_WRITES named while the up ran; a new one for each up",
            ),
        )
        .option("--review <file>", "what `access diff --json` printed for this change")
        .addOption(new Option("--result <word>", "how the up ended").choices(["succeeded", "failed"]))
        .option("--stack <name>", "the stack; default: that of the review")
        .option("--commit <id>", "the commit that was applied")
        .option("--actor <name>", "who or what started the run")
        .option("--pull-request <id>", "the pull request, as a number or an address")
        .option("--approved <hash>", "the hash of the table that was approved: access:…")
        .option("--approved-by <names...>", "who approved it")
        .action((options: Partial<Options>, command: Command) => {
            if (options.writes === undefined) command.error("error: give the file of writes, with --writes.");
            if (options.result === undefined) command.error("error: say how the up ended, with --result.");
            print({ ...options, writes: options.writes, result: options.result });
        })
        .addCommand(
            new Command("schema")
                .description("Prints the JSON Schema of a line.")
                .action(() => tell(recordJsonSchema())),
        );
}

function print(options: Options): void {
    const { writes, review, result, approvedBy = [] } = options;
    const text = review === undefined ? undefined : textOf(review);
    const change = text === undefined ? undefined : changeFrom(text);
    if (text !== undefined && !change) {
        tellAside(`${review} is not what \`access diff --json\` of this version prints, so the record has no table.`);
    }
    const record = recordOf({
        time: new Date().toISOString(),
        stack: options.stack,
        commit: options.commit,
        actor: options.actor,
        pullRequest: options.pullRequest,
        approved: options.approved,
        ...{ result, approvedBy, change, writes: textOf(writes) },
    });
    tell(recordText(record));
    for (const one of record.notSeen) tellAside(`not in the record: ${one}`);
    if (record.isApprovedTable === false)
        tellAside(`The approved table, ${record.approved}, is not the one that was applied, ${change?.table}.`);
}

/** A record is made also where a file is missing: the run that it is about has happened. */
function textOf(file: string): string | undefined {
    if (existsSync(file)) return readFileSync(file, "utf8");
    tellAside(`${file}: there is no such file.`);
    return undefined;
}
