import { Command, Option } from "commander";
import { examine } from "../resources/doctor/examine";
import { examinationJsonSchema, type Finding, type Purpose } from "../resources/doctor/finding";
import { machineAt, neededBy } from "./doctor/machine";
import { reportOf } from "./doctor/report";
import { configOf, NoStack } from "./doctor/stack-config";
import { tell, tellAside } from "./terminal";

/** Exit code when nothing could be examined: wrong usage, or the stack cannot be read. */
export const couldNotRun = 3;

const about =
    "Tells, before anything is made, each grant and setting that a run needs and does not have. Start it in the Pulumi project. Credentials " +
    "come from the environment, and from a stack's configuration with --stack. Reads only, unless --probe is given. Every code in " +
    "brackets is explained in docs/doctor.md. Ends with 0, with 1 if something failed, with 2 if there are warnings only, with 3 if it could not run.";

interface Asked {
    readonly for: Purpose;
    readonly stack?: string;
    readonly probe?: true;
    readonly json?: true;
}

/** `pulumi-okta-opa doctor`: what a run needs and does not have. */
export function doctorCommand(): Command {
    return new Command("doctor")
        .summary("tell each grant and setting that is missing")
        .description(about)
        .addOption(
            new Option("--for <command>", "what is to be done").choices(["preview", "up", "drift"]).default("up"),
        )
        .option("--stack <name>", "the stack whose configuration counts, as `pulumi stack ls` shows it")
        .option(
            "--probe",
            "make an empty folder in the folder above the spaces, and delete it: the only proof that it is allowed",
        )
        .option("--json", "as JSON, see `doctor schema`")
        .action(run)
        .addCommand(
            new Command("schema")
                .description("Prints the JSON Schema of `doctor --json`.")
                .action(() => tell(JSON.stringify(examinationJsonSchema(), undefined, 2))),
        );
}

async function run({ for: purpose, stack, probe, json }: Asked): Promise<void> {
    const folder = process.cwd();
    try {
        const config = configOf(stack, folder);
        tellAside("Looking …");
        const { examination, calls } = await examine({
            machine: machineAt(folder),
            needed: neededBy(),
            config,
            env: process.env,
            purpose,
            mayProbe: probe ?? false,
        });
        tell(json ? JSON.stringify(examination) : reportOf(examination));
        const { findings } = examination;
        tellAside(`${count(findings, "failed")} failed, ${count(findings, "warning")} warnings, ${calls} calls.`);
        process.exitCode = statusOf(findings);
    } catch (failure) {
        if (!(failure instanceof NoStack)) throw failure;
        tellAside(failure.message);
        process.exitCode = couldNotRun;
    }
}

const count = (findings: readonly Finding[], mark: Finding["mark"]): number =>
    findings.filter((one) => one.mark === mark).length;

function statusOf(findings: readonly Finding[]): number {
    if (count(findings, "failed") > 0) return 1;
    return count(findings, "warning") > 0 ? 2 : 0;
}
