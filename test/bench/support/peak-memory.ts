import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { descendantsOf } from "../../engine/support/run-command";

/** How often memory is looked at: what is needed for less is missed. */
const everyMs = 250;

/** How a command went. */
export interface Measured {
    readonly code: number | null;
    /** Everything it said. */
    readonly said: string;
    readonly seconds: number;
    /** The most memory that it had at one moment with all that it had started, in MB; 0 where there is no /proc. */
    readonly peakMegabytes: number;
}

/** Runs a command, with a watch and a look at its memory. */
export async function measured(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    const beganMs = performance.now();
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (text: Buffer) => {
            said += text;
        });
    }
    let peak = 0;
    const look = setInterval(() => {
        if (process.platform !== "linux" || child.pid === undefined) return;
        const kilobytes = [child.pid, ...descendantsOf(child.pid)].map(residentKilobytes);
        peak = Math.max(peak, sum(kilobytes) / 1000);
    }, everyMs);
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    }).finally(() => clearInterval(look));
    const seconds = (performance.now() - beganMs) / 1000;
    return { code, said, seconds, peakMegabytes: Math.round(peak) } satisfies Measured;
}

/** What a process has in memory by itself: what several have of one file, node's own code say, counts in none. */
function residentKilobytes(pid: number): number {
    try {
        return Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
    } catch {
        // It has ended.
        return 0;
    }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
