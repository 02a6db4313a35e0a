import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { appliedIn } from "../../resources/review/approval/applied";
import { approvalText, hashOf } from "../../resources/review/approval/approval";
import { markdownOf } from "../../resources/review/render/markdown";
import { textOf } from "../../resources/review/render/text";
import { visibleOnOneLine } from "../../tenant/visible";
import { snapshotIn } from "../access/checkout";
import { tell } from "../terminal";
import { changeOf } from "./change";
import { stateOf } from "./engine";
import { repositoryOf } from "./git";
import { type Common, fileNameOf, withStack } from "./of-stack";

/** Exit code of `page` when somebody's access changes. */
const changes = 7;

const about =
    "Says who gains and who loses what by applying the commit that is checked out: compared with what state says was applied last, team " +
    "by team. Needs the credential of Pulumi's backend, and none of Okta or OPA. With --approval it also writes what is to be " +
    "approved; the SHA-256 of that file stands on the page. Ends with 0 when nobody's access changes, with 7 otherwise, with 1 when it failed.";

/** `pulumi-okta-opa pipeline page`: what is to be approved. */
export function pageCommand(): Command {
    return withStack(new Command("page"))
        .summary("the page of what applying this commit changes, to be approved")
        .description(about)
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
    if (repository.changed.length > 0) {
        const files = repository.changed.map((line) => `  ${visibleOnOneLine(line)}`);
        throw new Error(
            ["The checkout has files that its commit does not have so. Commit them, or take them away:", ...files].join(
                "\n",
            ),
        );
    }
    const live = snapshot === undefined ? undefined : snapshotIn(snapshot);
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
    const since = applies.length > 0 ? ["", "Merged since what is applied:", "", ...applies] : [];
    tell([...since, "", `Applies ${repository.head} to ${stack}. What is approved:`, "", hashOf(text)].join("\n"));
    if (change.page.changes) process.exitCode = changes;
}
