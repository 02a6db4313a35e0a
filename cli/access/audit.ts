import { Command, Option } from "commander";
import type { Access } from "../../resources/access/document";
import { auditOf } from "../../resources/audit/audit-of";
import type { Container } from "../../resources/audit/audited";
import { type Audit, auditJsonSchema, auditText } from "../../resources/audit/document";
import { type Live, look } from "../../resources/audit/look";
import { CredentialsMissing } from "../../resources/http/settings/setting-faults";
import { mistakesInWords } from "../../resources/lifecycle/declared/mistake";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { connectToOpa } from "../../resources/opa/connection/connect";
import { readCheckout } from "../../resources/review/checkout/read-checkout";
import { projectIn } from "../../resources/review/checkout/stack-file";
import { tell, tellAside } from "../terminal";
import { auditMarkdown, auditReport, verdictOn } from "./audit-report";
import { misused, onlyStack, snapshotIn } from "./checkout";

/** The command's exit codes. */
const codes = { nothing: 0, couldNotSeeAll: 3, findings: 7 } as const;

const about =
    "Compares what a checkout declares with everything that lives in the org: other policies on the teams' folders and above, more " +
    "people, more privileges, and what this stack made and no team declares any more. Reads only, and runs no program. OPA's credentials come from " +
    "the environment; with --snapshot none are needed. Ends with 0 when nothing was found, with 7 when something was, with 3 when it could not see " +
    "everything, with 1 when it failed or a declaration has a mistake, and with 2 when it was called wrongly.";

interface Options {
    readonly folder: string;
    readonly stack?: string;
    readonly teams: string;
    readonly snapshot?: string;
    readonly okta?: true;
    readonly json?: true;
    readonly markdown?: true;
}

/** `pulumi-okta-opa access audit`: what lives in the org beside what is declared. */
export function auditCommand(): Command {
    return new Command("audit")
        .summary("say what lives in the org that no declaration says")
        .description(about)
        .option("--folder <folder>", "the checkout as it is applied: the folder of Pulumi.yaml", ".")
        .option("--stack <name>", "the stack, as in Pulumi.<name>.yaml; not needed where there is one such file")
        .option("--teams <folder>", "the folder of teams' files, from that of Pulumi.yaml", "teams")
        .addOption(
            new Option(
                "--snapshot <file>",
                "what `access snapshot --with-time` has seen, in place of a look; it has no marks and no roles",
            ).conflicts("okta"),
        )
        .addOption(
            new Option(
                "--okta",
                "look at Okta too: its groups, pushes, and the people in them; Okta's credentials come from the environment",
            ),
        )
        .addOption(new Option("--json", "as JSON, see `access audit schema`").conflicts("markdown"))
        .addOption(new Option("--markdown", "in Markdown, for an issue"))
        .action(run)
        .addCommand(
            new Command("schema")
                .description("Prints the JSON Schema of `access audit --json`.")
                .action(() => tell(auditJsonSchema())),
        );
}

async function run(options: Options): Promise<void> {
    const { folder, teams } = options;
    const stack = options.stack ?? onlyStack(folder);
    const { declared, mistakes } = readCheckout(folder, { teams, stack });
    if (mistakes.length > 0)
        throw new Error(mistakesInWords("The declarations have mistakes, so nothing is compared:", mistakes));
    if (declared.teams.size === 0) {
        throw new Error(
            `${folder} declares no team, in ${teams}/ or in the configuration of the stack, so there is nothing to compare. Name the folder of ` +
                "Pulumi.yaml with --folder, the files with --teams, the stack with --stack.",
        );
    }
    const project = projectIn(folder);
    if (stack === undefined || project === undefined)
        misused(
            `${folder} has no Pulumi.yaml with a name, or no Pulumi.<stack>.yaml. Name its folder with --folder, the stack with --stack.`,
        );
    const live = options.snapshot === undefined ? await connectAndLook(options) : bySnapshot(options.snapshot);
    const audit = auditOf({ declared, ...live, project, stack, nowMs: Date.now() });
    tell(inFormat(audit, options));
    if (options.json || options.markdown) tellAside(verdictOn(audit));
    process.exitCode = statusOf(audit);
}

function statusOf({ findings, notSeen }: Audit): number {
    if (notSeen.length > 0) return codes.couldNotSeeAll;
    return findings.length > 0 ? codes.findings : codes.nothing;
}

function inFormat(audit: Audit, { json, markdown }: Options): string {
    if (json) return auditText(audit);
    return markdown ? auditMarkdown(audit) : auditReport(audit);
}

async function connectAndLook({ okta: isWithOkta }: Options): Promise<Live> {
    // No stack is opened, so credentials come from the environment only.
    const none = { get: () => undefined };
    try {
        const ways = { resource: connectToOpa(none, "resource"), security: connectToOpa(none, "security") };
        return await look({ ...ways, okta: isWithOkta ? connectToOkta(none) : undefined });
    } catch (failure) {
        if (!(failure instanceof CredentialsMissing)) throw failure;
        const lines = failure.missing.map(({ what, env }) => `  ${what}: set ${env} in the environment.`);
        throw new Error(["Credentials are missing, so nothing was sent:", ...lines].join("\n"));
    }
}

function bySnapshot(file: string): Live {
    const { access } = snapshotIn(file);
    return { access, containers: containersIn(access), marks: undefined, okta: undefined };
}

/** By name: a snapshot has no ids of them. */
function containersIn({ rows, rules = [] }: Access): readonly Container[] {
    const each = [...rules, ...rows].map(({ resourceGroup, project }) => ({ resourceGroup, project }));
    return [...new Map(each.map((one) => [JSON.stringify(one), one])).values()];
}
