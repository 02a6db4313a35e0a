import { Command } from "commander";
import { applyCommand } from "./pipeline/apply";
import { commentCommand } from "./pipeline/comment";
import { issueCommand } from "./pipeline/issue";
import { pageCommand } from "./pipeline/page";

/** `pulumi-okta-opa pipeline`: what jobs do, besides what other commands do for people too. */
export function pipelineCommand(): Command {
    return new Command("pipeline")
        .summary("what the jobs of a pipeline do: comment, page to approve, run, issue")
        .description("What the jobs of a pipeline do. All of it is started in the folder of the Pulumi project.")
        .addCommand(applyCommand())
        .addCommand(commentCommand())
        .addCommand(issueCommand())
        .addCommand(pageCommand());
}
