import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startTenant, type Tenant } from "../../../tenant";
import { engineEnvironment } from "../../engine/support/engine-environment";
import { writeConfig, writeProject } from "../../engine/support/project-files";
import { msUntilNewWindows } from "./closed-windows";
import { type Idle, watchIdle } from "./idle";
import { type Limits, limits } from "./limits";
import { type Measured, measured } from "./measured";
import { bucketsOf, place, seedPeople } from "./spaces";

/** What one command on the real engine cost. Its computing includes the start of programs. */
export interface EngineCost extends Idle {
    readonly step: string;
    readonly spaces: number;
    readonly limits: Limits;
    /** From the command's start to its end. */
    readonly wallSeconds: number;
    /** Calls of the package and of the Okta plugin, by the bucket of the API that they count in. */
    readonly buckets: Readonly<Record<string, number>>;
    /** Of these the plugin's. */
    readonly pluginBuckets: Readonly<Record<string, number>>;
    /** Calls that were refused because there were too many. */
    readonly refused: number;
    /** Bytes of state afterwards, as the engine writes it at each step. `pulumi stack export` indents it. */
    readonly stateBytes: number;
    /** Processor time of all processes, the tenant's not counted, which hardly depends on what else the machine does. */
    readonly processorSeconds: number;
    /** The most memory that all processes had at one moment. */
    readonly peakMegabytes: number;
}

type Run = (...args: string[]) => Promise<Measured>;

/**
 * Measures the life of a stack of the repository's own program, of so many spaces with two members each. Each command meets unused
 * windows of Okta's limits, as it does when somebody runs it by itself.
 *
 * @param settings More variables for the engine.
 */
export async function measureOnEngine(
    spaces: number,
    which: Limits,
    isOver: (cost: EngineCost) => void,
    settings: Readonly<Record<string, string>> = {},
) {
    const tenant = await startTenant({ settings: limits[which] });
    const home = realpathSync(mkdtempSync(join(tmpdir(), "bench-")));
    const folder = join(home, "project");
    mkdirSync(folder);
    const env = { ...engineEnvironment(home), ...tenant.environment, ...settings };
    const run: Run = (...args) => measured("pulumi", [...args, "--non-interactive"], folder, env);
    const stateBytes = () => bytesOf(env["PULUMI_BACKEND_URL"]);
    try {
        const logins = seedPeople(tenant, 2 * spaces + 1);
        writeProject(folder, "repository", configOf(logins, spaces));
        must(await run("stack", "init", "dev"));
        const yes = ["--yes", "--skip-preview"];
        const steps: readonly (readonly [string, readonly string[], number])[] = [
            ["empty program", ["preview"], 0],
            ["first up", ["up", ...yes], spaces],
            ["preview", ["preview", "--expect-no-changes"], spaces],
            ["preview --refresh", ["preview", "--refresh", "--run-program", "--expect-no-changes"], spaces],
            ["refresh", ["refresh", ...yes], spaces],
            ["one team changed", ["up", ...yes], spaces],
            ["destroy", ["destroy", ...yes], spaces],
        ];
        for (const [step, args, declared] of steps) {
            writeConfig(folder, configOf(logins, declared, step === "one team changed" ? logins.at(-1) : undefined));
            const cost = await costOf(tenant, run, args);
            isOver({ step, spaces, limits: which, ...cost, stateBytes: stateBytes() });
            await sleep(msUntilNewWindows(tenant, tenant.requests));
        }
    } finally {
        await tenant.close();
        rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    }
}

async function costOf(tenant: Tenant, run: Run, args: readonly string[]) {
    tenant.clearRequests();
    const idleSince = watchIdle(tenant);
    const { seconds, processorSeconds, peakMegabytes, computing } = must(await run(...args));
    const sent = [...tenant.requests];
    const idle = idleSince(sent, computing);
    return {
        wallSeconds: seconds,
        processorSeconds,
        ...idle,
        buckets: bucketsOf(tenant, sent),
        pluginBuckets: bucketsOf(
            tenant,
            sent.filter(({ userAgent }) => !userAgent.startsWith("pulumi-okta-opa/")),
        ),
        refused: sent.filter(({ status }) => status === 429).length,
        peakMegabytes,
    };
}

/** Of the only stack in a folder. */
function bytesOf(backend = ""): number {
    const stacks = join(fileURLToPath(backend), ".pulumi", "stacks");
    const [file] = readdirSync(stacks, { recursive: true, encoding: "utf8" }).filter((name) =>
        name.endsWith("dev.json"),
    );
    if (!file) throw new Error(`There is no stack in ${stacks}.`);
    return statSync(join(stacks, file)).size;
}

/** @param joining Who joins the first team. */
function configOf(logins: readonly string[], spaces: number, joining?: string) {
    const teams = Array.from({ length: spaces }, (_, team) => ({
        name: `t${team}`,
        members: [...logins.slice(2 * team, 2 * team + 2), ...(team === 0 && joining ? [joining] : [])],
    }));
    const settings = Object.entries({ ...place, teams, noTeams: spaces === 0 });
    return Object.fromEntries(settings.map(([key, value]) => [`pulumi-okta-opa:${key}`, value]));
}

function must(result: Measured): Measured {
    if (result.code === 0) return result;
    throw new Error(`pulumi ended with ${result.code}:\n${result.said}`);
}
