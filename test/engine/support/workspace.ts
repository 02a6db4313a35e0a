import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment } from "./engine-environment";
import { type Program, type StackConfig, writeConfig, writeProject } from "./project-files";
import { type CommandResult, killCommand, runCommand } from "./run-command";

/** Longer than any single command takes on a busy machine with two cores. */
const commandTimeoutMs = 120_000;

export interface WorkspaceOptions {
    readonly program: Program;
    /** Instead of the configuration that the program comes with. */
    readonly config?: StackConfig;
    /** Credentials, mostly. */
    readonly env?: NodeJS.ProcessEnv;
}

/** A folder with a Pulumi project, a stack named `dev` and a state of its own. */
export interface Workspace {
    readonly folder: string;
    /** Runs `pulumi` there, never asking; a failing command is a result. */
    pulumi(...args: string[]): Promise<CommandResult>;
    /** Runs `pulumi` there and interrupts it as soon as `moment` has come; resolves when it has ended. */
    interruptedDuring(moment: Promise<void>, ...args: string[]): Promise<CommandResult>;
    /** Starts `pulumi` there, and kills it with all its plugins as soon as `moment` has come. */
    killedDuring(moment: Promise<void>, ...args: string[]): Promise<void>;
    /** The whole state of the stack, secrets encrypted, as text. */
    state(): Promise<string>;
    /** Changes the stack's configuration. */
    configure(config: StackConfig): void;
    /** Removes all of it; what the stack has made elsewhere stays. */
    close(): void;
}

/** Starts from nothing: an empty state, and the stack `dev` in it. */
export async function startWorkspace({ program, config, env = {} }: WorkspaceOptions): Promise<Workspace> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), "engine-test-")));
    const folder = join(home, "project");
    const options = { cwd: folder, env: { ...engineEnvironment(home), ...env }, timeoutMs: commandTimeoutMs };
    const pulumi = (...args: string[]) => runCommand("pulumi", [...args, "--non-interactive"], options);
    mkdirSync(folder);
    writeProject(folder, program, config);
    must(await pulumi("stack", "init", "dev"));
    return {
        folder,
        pulumi,
        interruptedDuring: (moment, ...args) =>
            runCommand("pulumi", [...args, "--non-interactive"], { ...options, interruptAt: moment }),
        killedDuring: (moment, ...args) => killCommand("pulumi", [...args, "--non-interactive"], options, moment),
        state: async () => must(await pulumi("stack", "export")).stdout,
        configure: (changed) => writeConfig(folder, changed),
        close: () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }),
    };
}

function must(result: CommandResult): CommandResult {
    if (result.code === 0) return result;
    throw new Error(`pulumi ended with ${result.code}:\n${result.stdout}${result.stderr}`);
}
