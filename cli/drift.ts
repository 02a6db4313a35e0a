import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Drift } from "../resources/drift/document";
import { driftJsonSchema } from "../resources/drift/document";
import { type Beside, driftIn } from "../resources/drift/drift-in";
import { eventTypes, idsToAsk, type LogRead, withWho } from "../resources/drift/who-did-it";
import { type EnginePreview, previewFrom } from "../resources/engine/preview";
import { ApiFailure } from "../resources/http/failure/api-failure";
import { unlessRefused } from "../resources/lifecycle/not-found";
import { connectToOkta } from "../resources/okta/connection/connect";
import { findUser } from "../resources/okta/lookups/find-user";
import { logEvents } from "../resources/okta/lookups/log-events";
import { connectToOpa } from "../resources/opa/connection/connect";
import { comparePushes } from "../resources/pushed-people/compare";
import { configOfProject } from "./doctor/stack-config";
import { markdownOf, reportOf, verdictOn } from "./drift/report";
import { loginsIn, previewOf, recordsOf } from "./pulumi";
import { tell, tellAside } from "./terminal";

const dayMs = 86_400_000;

/** Okta's log can be asked for 180 days at most (docs/contracts/okta-api.md 2.6); the day of today counts. */
const [usualDays, mostDays] = [30, 179];

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
    readonly days: number;
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
        .addOption(
            new Option("--days <number>", "how far back Okta's System Log is asked who did it")
                .default(usualDays)
                .argParser(daysFrom),
        )
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
        const drift = await findDrift(asked);
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

async function findDrift({ stack, preview: file, people: isWithPeople, days }: Asked): Promise<Drift> {
    const folder = process.cwd();
    if (file !== undefined) {
        const preview = previewFrom(readFileSync(file, "utf8"), "drift");
        return withWho(driftIn(preview), preview, { unread: "with --preview nothing is asked" });
    }
    tellAside("Looking: pulumi preview --refresh --run-program …");
    const preview = previewFrom(await previewOf(stack, folder), "drift");
    const people = await loginsOf(stack, folder);
    if (isWithPeople) tellAside("Comparing whom Okta and OPA have in pushed groups …");
    const beside = isWithPeople ? await peopleBeside(preview, people, stack, folder) : { people };
    const drift = driftIn(preview, beside);
    return withWho(drift, preview, await logOf(idsToAsk(drift, preview), days, stack, folder));
}

/** What Okta's System Log says of these objects. That it cannot be read is no doubt about drift. */
async function logOf(
    targets: readonly string[],
    days: number,
    stack: string | undefined,
    folder: string,
): Promise<LogRead> {
    if (targets.length === 0) return { events: [], days };
    try {
        const okta = connectToOkta(configOfProject(stack, folder));
        const nowMs = Date.now();
        // Okta's clock may be ahead.
        const question = { targets, types: eventTypes, sinceMs: nowMs - days * dayMs, untilMs: nowMs + dayMs };
        return { events: await logEvents(okta, question), days };
    } catch (failure) {
        if (failure instanceof ApiFailure && failure.kind === "forbidden") return { unread: "needs okta.logs.read" };
        return { unread: (failure instanceof Error ? failure.message : String(failure)).split("\n", 1)[0] ?? "" };
    }
}

function daysFrom(text: string): number {
    const days = Number(text);
    if (Number.isInteger(days) && days >= 1 && days <= mostDays) return days;
    throw new InvalidArgumentError(`Use a whole number from 1 to ${mostDays}.`);
}

/** The users behind ids that no space remembers, and the members of pushed groups. */
async function peopleBeside(
    preview: EnginePreview,
    people: Map<string, string>,
    stack: string | undefined,
    folder: string,
): Promise<Beside> {
    try {
        const config = configOfProject(stack, folder);
        const okta = connectToOkta(config);
        const strangers = usersIn(driftIn(preview)).filter((one) => !people.has(one));
        // Requests wait for each other where the service's limits demand it.
        const users = await Promise.all(strangers.map((id) => unlessRefused(() => findUser(okta, id))));
        for (const user of users) if (user) people.set(user.id, user.login);
        const opa = connectToOpa(config, "security");
        const { differences, unseen } = await comparePushes({ okta, opa });
        return { people, pushDifferences: differences, unseen };
    } catch (failure) {
        const why = failure instanceof Error ? failure.message : String(failure);
        return { people, unseen: [`who is in pushed groups: ${why}`] };
    }
}

/** Logins by Okta user id, as the spaces of a stack remember them; empty when the state cannot be read. */
async function loginsOf(stack: string | undefined, folder: string): Promise<Map<string, string>> {
    return loginsIn(await recordsOf(stack, folder).catch(() => undefined));
}

const usersIn = ({ objects }: Drift): string[] => [
    ...new Set(
        objects.flatMap(({ gains, losses }) =>
            [...gains, ...losses].filter(({ what }) => what === "membership").map(({ who }) => who),
        ),
    ),
];
