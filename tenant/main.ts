import { parseArgs } from "node:util";
import { lineOf } from "./request-line";
import { startTenant } from "./start-tenant";

const usage = `Starts a simulated Okta org with Okta Privileged Access on this machine, and prints where it is as one JSON line.

  --port N    listen there; default: a free port
  --speed N   tenant seconds per real second; default 1
  --quiet     no line for each call on stderr
`;

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            port: { type: "string", default: "0" },
            speed: { type: "string", default: "1" },
            quiet: { type: "boolean", default: false },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) {
        process.stdout.write(usage);
        return;
    }
    const tenant = await startTenant({ port: numberIn("port", values.port), speed: numberIn("speed", values.speed) });
    if (!values.quiet) tenant.follow((call) => process.stderr.write(`${lineOf(call)}\n`));
    const { okta, opa, control, opaAppId, credentials } = tenant;
    process.stdout.write(`${JSON.stringify({ okta, opa, control, page: `${okta}/`, opaAppId, ...credentials })}\n`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void tenant.close());
}

function numberIn(name: string, text: string): number {
    const number = Number(text);
    if (text.trim() !== "" && Number.isFinite(number) && number >= 0) return number;
    throw new Error(`--${name} "${text}" is not a number. Give one, e.g. --${name} ${name === "port" ? 8080 : 10}.`);
}

main().catch((failure: unknown) => {
    process.stderr.write(`${failure instanceof Error ? failure.message : failure}\n\n${usage}`);
    process.exitCode = 2;
});
