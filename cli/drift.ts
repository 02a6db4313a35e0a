import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import type { Drift } from "../resources/drift/document";
import { driftJsonSchema } from "../resources/drift/document";
import { type Beside, driftIn } from "../resources/drift/drift-in";
import { type EnginePreview, previewFrom } from "../resources/engine/preview";
import { unlessRefused } from "../resources/lifecycle/not-found";
import { connectToOkta } from "../resources/okta/connection/connect";
import { findUser } from "../resources/okta/lookups/find-user";
import { connectToOpa } from "../resources/opa/connection/connect";
import { comparePushes } from "../resources/pushed-people/compare";
import { configOf } from "./doctor/stack-config";
import { peopleOf, previewOf } from "./drift/pulumi";
import { markdownOf, reportOf, verdictOn } from "./drift/report";
import { tell, tellAside } from "./terminal";

/** The command's exit codes. */
const codes = { none: 0, couldNotTell: 3, drift: 7 } as const;

const about =
    "Tells what is not as Pulumi left it: which team, which object, from what to what, and whom the next `pulumi up` gives or takes away what. " +
    "Runs `pulumi preview --refresh --run-program --json` in the folder of the Pulumi project, which changes nothing, and compares whom Okta and " +
    "OPA have in each pushed group. Ends with 0 without drift, with 7 with drift, with 3 if it could not tell: then it may have found a part.";

interface Asked {
    readonly stack?: string;
    readonly preview?: string;
    readonly people: boolean;
    readonly json?: true;
    readonly markdown?: true;
}

/** `pulumi-okta-opa drift`: what differs from what Pulumi last wrote. */
export function driftCommand(): Command {
    return new Command("drift")
        .summary("tell what is not as Pulumi left it, and what the next up does about it")
        .description(about)
        .option("--stack <name>", "the stack, as `pulumi stack ls` shows it; without it the selected one")
        .option(
            "--preview <file>",
            "read what `pulumi preview --refresh --run-program --json` printed, and run no pulumi; looks at no people",
        )
        .option("--no-people", "do not compare whom Okta and OPA have in pushed groups")
        .addOption(new Option("--json", "as JSON, see `drift schema`").conflicts("markdown"))
        .addOption(new Option("--markdown", "in Markdown, for an issue").conflicts("json"))
        .action(run)
        .addCommand(
            new Command("schema")
                .description("Prints the JSON Schema of `drift --json`.")
                .action(() => tell(driftJsonSchema())),
        );
}

async function run(asked: Asked): Promise<void> {
    try {
        const drift = await found(asked);
        tell(inFormat(drift, asked));
        if (asked.json || asked.markdown) tellAside(verdictOn(drift));
        process.exitCode = statusOf(drift);
    } catch (failure) {
        tellAside(failure instanceof Error ? failure.message : String(failure));
        process.exitCode = codes.couldNotTell;
    }
}

function inFormat(drift: Drift, { json, markdown }: Asked): string {
    if (json) return JSON.stringify(drift);
    return markdown ? markdownOf(drift) : reportOf(drift);
}

function statusOf({ objects, pushDifferences, unknown }: Drift): number {
    if (unknown.length > 0) return codes.couldNotTell;
    return objects.length + pushDifferences.length > 0 ? codes.drift : codes.none;
}

async function found({ stack, preview: file, people: isWithPeople }: Asked): Promise<Drift> {
    const folder = process.cwd();
    if (file !== undefined) return driftIn(previewFrom(readFileSync(file, "utf8"), "drift"));
    tellAside("Looking: pulumi preview --refresh --run-program …");
    const preview = previewFrom(await previewOf(stack, folder), "drift");
    const people = await peopleOf(stack, folder);
    if (!isWithPeople) return driftIn(preview, { people });
    tellAside("Comparing whom Okta and OPA have in pushed groups …");
    return driftIn(preview, await peopleBeside(preview, people, stack, folder));
}

/** The users behind ids that no space remembers, and the members of pushed groups. */
async function peopleBeside(
    preview: EnginePreview,
    people: Map<string, string>,
    stack: string | undefined,
    folder: string,
): Promise<Beside> {
    try {
        const config = configOf(stack, folder);
        const okta = connectToOkta(config);
        for (const id of usersIn(driftIn(preview)).filter((one) => !people.has(one))) {
            const user = await unlessRefused(() => findUser(okta, id));
            if (user) people.set(id, user.login);
        }
        const opa = connectToOpa(config, "security");
        const { differences, unseen } = await comparePushes({ okta, opa });
        return { people, pushDifferences: differences, unseen };
    } catch (failure) {
        const why = failure instanceof Error ? failure.message : String(failure);
        return { people, unseen: [`who is in pushed groups: ${why}`] };
    }
}

const usersIn = ({ objects }: Drift): string[] => [
    ...new Set(
        objects.flatMap(({ gains, losses }) =>
            [...gains, ...losses].filter(({ what }) => what === "membership").map(({ who }) => who),
        ),
    ),
];
