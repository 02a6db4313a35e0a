import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command said and how it ended. */
export interface CommandResult {
    /** Exit code; null when it was killed. */
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

export interface CommandOptions {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly timeoutMs: number;
    /** When it is interrupted, as by Ctrl-C; never when absent. */
    readonly interruptAt?: Promise<void>;
}

/**
 * Runs a command and tells how it went; a failing command is a result, not an exception. After `timeoutMs` it is killed,
 * with every process it has started.
 */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (text: Buffer) => {
        said.stdout += text;
    });
    child.stderr.on("data", (text: Buffer) => {
        said.stderr += text;
    });
    const timer = setTimeout(() => {
        said.stderr += `\n(killed after ${options.timeoutMs} ms)`;
        killTree(child);
    }, options.timeoutMs);
    void options.interruptAt?.then(() => child.kill("SIGINT"));
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
            clearTimeout(timer);
            resolve({ code, ...said });
        });
    });
}

/** Starts a command and kills it, with every process it has started, as soon as `moment` has come. */
export async function killCommand(
    command: string,
    args: readonly string[],
    { cwd, env }: CommandOptions,
    moment: Promise<void>,
): Promise<void> {
    const child = spawn(command, args, { cwd, env, stdio: "ignore" });
    const ended = new Promise<void>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", () => resolve());
    });
    await Promise.race([moment, ended.then(() => Promise.reject(new Error(`${command} ended before it was killed`)))]);
    killTree(child);
    await ended;
}

/** Plugins are in process groups of their own, so each descendant is killed by its id. */
export function killTree(child: ChildProcess): void {
    if (child.pid === undefined) return;
    for (const pid of [child.pid, ...descendantsOf(child.pid)]) {
        try {
            process.kill(pid, "SIGKILL");
        } catch {
            // It has ended by itself.
        }
    }
}

/** The processes that a process has started, and those that they have. */
export function descendantsOf(ancestor: number): readonly number[] {
    const processes = process.platform === "linux" ? fromProc() : fromPs();
    const below = (parent: number): number[] =>
        processes.filter(({ ppid }) => ppid === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
    return below(ancestor);
}

/** A slim image of Linux has no `ps`. */
function fromProc() {
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map((name) => ({ pid: Number(name), ppid: Number(/^PPid:\s+(\d+)/m.exec(statusOf(name))?.[1]) }));
}

function statusOf(pid: string): string {
    try {
        return readFileSync(`/proc/${pid}/status`, "utf8");
    } catch {
        return "";
    }
}

function fromPs() {
    const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return rows.map((row) => row.trim().split(/\s+/).map(Number)).map(([pid = 0, ppid = 0]) => ({ pid, ppid }));
}
