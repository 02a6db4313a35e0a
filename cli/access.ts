import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { accessIn } from "../resources/access/access-in";
import { type Access, accessJsonSchema, canonicalText } from "../resources/access/document";
import { look } from "../resources/access/look";
import type { Send } from "../resources/http/send";
import { CredentialsMissing } from "../resources/http/settings/setting-faults";
import { connectToOkta } from "../resources/okta/connection/connect";
import { connectToOpa } from "../resources/opa/connection/connect";
import { privileges } from "../resources/opa/security-policy/declared/privileges";
import { assignedPeople } from "../resources/pushed-people/assigned";
import { comparePushes, seenPushes } from "../resources/pushed-people/compare";
import { auditCommand } from "./access/audit";
import { diffCommand } from "./access/diff";
import { historyCommand } from "./access/history";
import { type Asked, folderIn, only } from "./access/only";
import { recordCommand } from "./access/record";
import { remarksOn } from "./access/remarks";
import { csvOf, markdownOf, tableOf } from "./access/tables";
import { tell, tellAside } from "./terminal";

/** Exit code when the command has printed its result but could not see or understand everything. */
const couldNotSeeAll = 3;

const about =
    "Says who may do what with which secrets and folders now, by the policies in OPA; reads only. Credentials of OPA come from " +
    "the environment: OKTAPAM_API_HOST, OKTAPAM_TEAM, OKTAPAM_KEY, OKTAPAM_SECRET. What a rule lets somebody do holds in all " +
    "folders below too; without --path each rule is said once, where it begins. " +
    "Ends with 0, with 1 when it failed, with 2 when it was called wrongly, with 3 when it could not see or understand all.";

interface Format {
    readonly json?: true;
    readonly csv?: true;
    readonly markdown?: true;
}

/** Which sources to ask besides OPA. */
interface Wider {
    readonly okta?: true;
}

const withOkta = () =>
    new Option(
        "--okta",
        "also compare whom Okta and OPA have in each pushed group, and in a snapshot note whom the app is assigned to; Okta's credentials come from " +
            "the environment too",
    );

/** `pulumi-okta-opa access`: who may do what where. An option that a subcommand has too belongs to the subcommand. */
export function accessCommand(): Command {
    return new Command("access")
        .enablePositionalOptions()
        .summary("say who may do what with which secrets, now")
        .description(about)
        .option("--person <login>", "what this person, service user or workload role may do")
        .option("--group <name>", "what this group of OPA may do: a team is the group that is pushed for it")
        .option(
            "--path <path>",
            'what is allowed in this folder, for example "teams/payments", and what begins below it',
        )
        .addOption(new Option("--privilege <name>", "who has this privilege").choices(privileges))
        .addOption(withOkta())
        .addOption(new Option("--json", "as JSON, see `access schema`").conflicts(["csv", "markdown"]))
        .addOption(new Option("--csv", "as CSV").conflicts(["json", "markdown"]))
        .addOption(new Option("--markdown", "as a table in Markdown").conflicts(["json", "csv"]))
        .action(async (asked: Asked & Format & Wider) => {
            const { all, paths, asks } = await connectAndLook(asked);
            const access = only(all, asked);
            const path = folderIn(asked);
            if (path !== undefined && !paths.has(path)) {
                for (const line of remarksOn(all)) tellAside(line);
                throw new Error(`No folder "${path}" was seen. Give the whole path in its project, as OPA spells it.`);
            }
            tell(inFormat(access, asked));
            finish(access, `${access.rows.length} of ${all.rows.length} entries, ${asks}.`);
        })
        .addCommand(snapshotCommand())
        .addCommand(auditCommand())
        .addCommand(diffCommand())
        .addCommand(recordCommand())
        .addCommand(historyCommand())
        .addCommand(schemaCommand());
}

function snapshotCommand(): Command {
    return new Command("snapshot")
        .description("Writes all of it to a file as JSON, in an order of its own, with no secret's name or value.")
        .argument("<file>", "the file to write; one that is there is replaced")
        .addOption(withOkta())
        .option(
            "--with-time",
            "note when, so that `access diff` can say how old it is; the text is then another one each time",
        )
        .action(async (file: string, { withTime = false, ...wider }: Wider & { readonly withTime?: boolean }) => {
            const { all, asks } = await connectAndLook(wider, true);
            const taken = withTime ? { taken: new Date().toISOString() } : {};
            writeFileSync(file, canonicalText({ ...all, ...taken }));
            finish(all, `${file}: ${all.rows.length} entries, ${asks}.`);
        });
}

function schemaCommand(): Command {
    return new Command("schema")
        .description("Prints the JSON Schema of `access --json` and of `access snapshot`.")
        .action(() => tell(accessJsonSchema().trimEnd()));
}

function inFormat(access: Access, { json, csv, markdown }: Format): string {
    if (json) return canonicalText(access).trimEnd();
    if (csv) return csvOf(access.rows);
    return markdown ? markdownOf(access.rows) : tableOf(access.rows);
}

interface SeenAccess {
    readonly all: Access;
    /** The paths of all folders. */
    readonly paths: ReadonlySet<string>;
    readonly asks: string;
}

/** @param isWithAssigned Whether Okta, if it is asked at all, is also asked whom the apps are assigned to. */
async function connectAndLook({ okta: isWithOkta }: Wider, isWithAssigned = false): Promise<SeenAccess> {
    // This command reads no stack, so credentials come from the environment only.
    const none = { get: () => undefined };
    try {
        let calls = 0;
        const counted = (send: Send): Send => {
            return (request) => {
                calls += 1;
                return send(request);
            };
        };
        const opaFor = (purpose: "resource" | "security") => {
            const opa = connectToOpa(none, purpose);
            return { ...opa, send: counted(opa.send) };
        };
        const ways = { resource: opaFor("resource"), security: opaFor("security") };
        const okta = isWithOkta ? counted(connectToOkta(none)) : undefined;
        const all = await look(ways);
        const access = accessIn(all);
        const paths = new Set(all.folders.map(({ path }) => path));
        if (!okta) return { all: access, paths, asks: `${calls} reading calls` };
        const pushes = seenPushes(okta);
        const { differences, compared, unseen } = await comparePushes({ okta, opa: ways.security }, undefined, pushes);
        const assigned = isWithAssigned ? await assignedPeople(okta, pushes) : undefined;
        const notSeen = isWithAssigned && !assigned ? [...unseen, "whom the app is assigned to in Okta"] : unseen;
        const both = {
            ...{ ...access, pushDifferences: differences, incomplete: [...access.incomplete, ...notSeen] },
            ...(assigned ? { assigned: [...assigned] } : {}),
        };
        return { all: both, paths, asks: `${compared} pushed groups compared, ${calls} reading calls` };
    } catch (failure) {
        if (!(failure instanceof CredentialsMissing)) throw failure;
        const lines = failure.missing.map(({ what, env }) => `  ${what}: set ${env} in the environment.`);
        throw new Error(["Credentials are missing, so nothing was sent:", ...lines].join("\n"));
    }
}

function finish(access: Access, summary: string): void {
    for (const line of [...remarksOn(access), summary]) tellAside(line);
    if (access.incomplete.length + access.notUnderstood.length > 0) process.exitCode = couldNotSeeAll;
}
