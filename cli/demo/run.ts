import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface RunOptions {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    /** Gets each line of stdout. */
    readonly out: (line: string) => void;
    /** Gets each line of stderr. */
    readonly err: (line: string) => void;
}

/** Runs a command, passes on its lines as they come, and returns its exit code. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<number | null> {
    const { cwd, env = process.env } = options;
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    createInterface(child.stdout).on("line", options.out);
    createInterface(child.stderr).on("line", options.err);
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    });
}
