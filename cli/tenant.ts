import { Command, InvalidArgumentError, Option } from "commander";
import { startTenant, type Tenant } from "../tenant";
import { CannotListen } from "../tenant/listen";
import { linesFor } from "../tenant/request-line";
import { welcomeTo } from "../tenant/welcome";
import { tell, tellAside } from "./terminal";

interface TenantCommandOptions {
    readonly port: number;
    readonly speed: number;
    readonly quiet?: boolean;
}

const about =
    "Starts a simulated Okta org with Okta Privileged Access, on this machine only, and runs until Ctrl-C. " +
    "stdout gets one line of JSON: where it is and how to get in. stderr gets the same for people, then a line for each " +
    "call.";

/** `pulumi-okta-opa tenant`: a tenant to try programs on. */
export function tenantCommand(): Command {
    const command = new Command("tenant")
        .showHelpAfterError("With npm, two dashes come before options: npm run tenant -- --port 8080")
        .summary("start a simulated Okta org with Okta Privileged Access")
        .description(about)
        .addOption(new Option("--port <number>", "listen there").argParser(portIn).default(0, "a free port"))
        .option("--speed <factor>", "tenant seconds per real second", speedIn, 1)
        .option("--quiet", "write nothing to stderr");
    return command.action(async (options: TenantCommandOptions) => {
        try {
            await run(options);
        } catch (failure) {
            if (failure instanceof CannotListen) command.showHelpAfterError(false).error(failure.message);
            throw failure;
        }
    });
}

async function run({ port, speed, quiet = false }: TenantCommandOptions): Promise<void> {
    const tenant = await startTenant({ port, speed });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void tenant.close());
    tell(JSON.stringify(accessTo(tenant)));
    if (quiet) return;
    tellAside(`\n${welcomeTo(tenant)}\n`);
    const lineOf = linesFor(tenant.store);
    tenant.follow((call) => tellAside(lineOf(call)));
}

function accessTo({ okta, opa, control, url, opaAppId, credentials }: Tenant) {
    return { okta, opa, control, page: `${url}/`, opaAppId, ...credentials };
}

function portIn(text: string): number {
    const port = Number(text);
    if (/^\d+$/.test(text) && port < 65_536) return port;
    throw new InvalidArgumentError("Give a whole number up to 65535, e.g. 8080.");
}

function speedIn(text: string): number {
    const speed = Number(text);
    if (speed > 0 && Number.isFinite(speed)) return speed;
    throw new InvalidArgumentError("Give a number above 0, e.g. 10.");
}
