import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { visibleOnOneLine } from "../../tenant/visible";
import { tell } from "../terminal";
import { apply, endings } from "./applying";
import { type Common, fileNameOf, withStack } from "./of-stack";

const about =
    "Applies the commit that is checked out, if what it causes now is what was approved, whatever else was applied meanwhile. " +
    "Ends with 0 when it is applied, or a later commit is; with 1 when the run failed, or failed for a team; with 2 when it was " +
    "called wrongly; with 3 when something could not be looked at, or a freeze or a budget stops it; with 4 when it causes what nobody approved; with 5 when the " +
    "state was changed meanwhile: run it again. With 3, 4 and 5 nothing was written.";

/** `pulumi-okta-opa pipeline apply`: the run, if it is the approved one. */
export function applyCommand(): Command {
    return withStack(new Command("apply"))
        .summary("apply this commit, if what it causes now is what was approved")
        .description(about)
        .requiredOption("--approval <file>", "what `pipeline page` wrote")
        .requiredOption("--hash <hash>", "the hash that was approved: approval:…")
        .option(
            "--plan <hash>",
            "what the engine was approved to do beyond the page: plan:…; `show` says what that would be",
        )
        .option("--snapshot <file>", "leave the snapshot here that was taken before the run")
        .option("--review <file>", "write the page of what is applied, as `access diff --json` prints it")
        .option("--result <file>", "write how it ended, as JSON")
        .action(runApply);
}

interface ApplyOptions extends Common {
    readonly approval: string;
    readonly hash: string;
    readonly plan?: string;
    readonly snapshot?: string;
    readonly review?: string;
    readonly result?: string;
}

async function runApply({ stack, teams, approval, hash, plan, snapshot, review, result }: ApplyOptions): Promise<void> {
    const where = { teams, stack: fileNameOf(stack) };
    const asked = { stack, folder: process.cwd(), where, approved: { file: approval, hash }, snapshot, review };
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
    "not-known": "Nothing was written, because the preview failed or could not see everything",
    frozen: "Nothing was written, because the stack is frozen",
    refused: "Nothing was written, because this is not what was approved",
    "changed-meanwhile": "Nothing was written",
} as const;
