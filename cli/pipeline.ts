import { Command } from "commander";
import { commentCommand } from "./pipeline/comment";

/** `pulumi-okta-opa pipeline`: what jobs do at their code host. */
export function pipelineCommand(): Command {
    return new Command("pipeline")
        .summary("what the jobs of a pipeline do at their code host")
        .description("What the jobs of a pipeline do at their code host, GitHub or GitLab.")
        .addCommand(commentCommand());
}
