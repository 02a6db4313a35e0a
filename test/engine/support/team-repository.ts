import {
    chmodSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";
import { startTenant, type Tenant } from "../../../tenant";
import { type Administrator, administratorOf } from "../../support/administrator";
import { buildCommand } from "../../support/built-command";
import { type CodeHostStandIn, startCodeHost } from "../../support/code-host/start";
import { engineEnvironment } from "./engine-environment";
import { type GitRepository, gitRepositoryIn } from "./git-repository";
import { library } from "./project-files";
import { type CommandResult, killCommand, runCommand } from "./run-command";

/** A repository that `init` made, with all that its pipelines need: org, code host, remote, backend. */
export interface TeamRepository extends GitRepository {
    readonly folder: string;
    /** Holds what jobs hand on. */
    readonly home: string;
    readonly tenant: Tenant;
    readonly administrator: Administrator;
    readonly codeHost: CodeHostStandIn;
    /** Runs a script of the template as a job does, with what that job has; a failing one is a result. */
    job(
        credentials: Credentials,
        script: string,
        args: readonly string[],
        env?: NodeJS.ProcessEnv,
    ): Promise<CommandResult>;
    /** Runs one with all credentials, and kills it with all that it has started, as soon as a moment has come. */
    killed(script: string, args: readonly string[], env: NodeJS.ProcessEnv, moment: Promise<void>): Promise<void>;
    pulumi(...args: string[]): Promise<CommandResult>;
    close(): Promise<void>;
}

/** What a job has: nothing, the backend, the backend and the org, or the code host. */
type Credentials = "none" | "backend" | "all" | "host";

const longestMs = 600_000;

/** Makes it, with `init` as a user runs it. */
export async function startTeamRepository(): Promise<TeamRepository> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), "year-")));
    const folder = join(home, "secrets");
    const command = buildCommand();
    const [tenant, codeHost] = [await startTenant(), await startCodeHost()];
    const engine = engineEnvironment(home);
    const nothing = { ...engine, PULUMI_BACKEND_URL: "", PULUMI_CONFIG_PASSPHRASE: "" };
    const environments: Record<Credentials, NodeJS.ProcessEnv> = {
        none: nothing,
        backend: engine,
        all: { ...engine, ...tenant.environment },
        host: { ...nothing, ...codeHost.environment.github },
    };
    const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv) =>
        runCommand(program, args, { cwd: folder, env, timeoutMs: longestMs });
    mkdirSync(folder);
    await must(run(process.execPath, [command.main, "init", ".", "--yes", "--owners", "@acme/platform"], nothing));
    installIn(folder, command.main);
    const repository = gitRepositoryIn(folder);
    const pulumi = (...args: string[]) => run("pulumi", [...args, "--non-interactive"], environments.all);
    await must(pulumi("stack", "init", "dev"));
    repository.git("init", "--quiet", "--bare", join(home, "origin.git"));
    repository.git("remote", "add", "origin", join(home, "origin.git"));
    const inJob = (credentials: Credentials, env: NodeJS.ProcessEnv) => ({
        ...environments[credentials],
        ...{ STACK: "dev", CODE_HOST: "github", ...env },
    });
    return {
        ...repository,
        ...{ folder, home, tenant, codeHost, pulumi, administrator: administratorOf(tenant) },
        job: (credentials, script, args, env = {}) => run("sh", [join("ci", script), ...args], inJob(credentials, env)),
        killed: (script, args, env, moment) =>
            killCommand(
                "sh",
                [join("ci", script), ...args],
                { cwd: folder, env: inJob("all", env), timeoutMs: longestMs },
                moment,
            ),
        async close() {
            command.remove();
            rmSync(home, { recursive: true, force: true, maxRetries: 3 });
            await codeHost.close();
            await tenant.close();
        },
    };
}

/** As `npm ci` would; the package is this checkout. */
function installIn(folder: string, command: string): void {
    const modules = join(folder, "node_modules");
    mkdirSync(join(modules, ".bin"), { recursive: true });
    symlinkSync(checkout, join(modules, "pulumi-okta-opa"));
    for (const name of ["@pulumi", "@types", "tsx", "typescript"]) {
        symlinkSync(join(checkout, "node_modules", name), join(modules, name));
    }
    const bin = join(modules, ".bin", "pulumi-okta-opa");
    writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`);
    chmodSync(bin, 0o755);
    // The simulated org is at an address of this machine.
    const stack = join(folder, "Pulumi.dev.yaml");
    writeFileSync(stack, readFileSync(stack, "utf8").replace(/^.*pulumi-okta-opa:expect:.*$/m, ""));
    const program = join(folder, "index.ts");
    // The library has no types.
    writeFileSync(
        program,
        `// @ts-nocheck\n${readFileSync(program, "utf8")}`.replace('"pulumi-okta-opa"', JSON.stringify(library)),
    );
}

async function must(running: Promise<CommandResult>): Promise<void> {
    const { code, stdout, stderr } = await running;
    if (code !== 0) throw new Error(`ended with ${code}:\n${stdout}${stderr}`);
}
