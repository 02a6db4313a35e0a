import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { descendantsOf } from "../../engine/support/run-command";
import type { Span } from "./closed-windows";

/** How often processes are looked at: what happens in less is missed. */
const everyMs = 200;

/** Of the time between two looks: from which part on processes count as computing. One core that is busy is all of it. */
const computes = 0.5;

/** How a command went. */
export interface Measured {
    readonly code: number | null;
    /** Everything it said. */
    readonly said: string;
    readonly seconds: number;
    /** The most memory that it had at one moment with all that it had started, in MB; 0 where there is no /proc. */
    readonly peakMegabytes: number;
    /**
     * Processor time of the command with all that it had started, as it was at the last looks; 0 where there is no /proc. Other
     * programs on the machine make the command longer, and this hardly.
     */
    readonly processorSeconds: number;
    /** When they computed, together with the process that measures, which holds the tenant; by the clock, in milliseconds. */
    readonly computing: readonly Span[];
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
    const processorSeconds = new Map<number, number>();
    const computing: Span[] = [];
    let last = { atMs: Date.now(), ownSeconds: processorSecondsOf(process.pid) };
    const look = setInterval(() => {
        if (process.platform !== "linux" || child.pid === undefined) return;
        const pids = [child.pid, ...descendantsOf(child.pid)];
        peak = Math.max(peak, sum(pids.map(residentKilobytes)) / 1000);
        const now = { atMs: Date.now(), ownSeconds: processorSecondsOf(process.pid) };
        let used = now.ownSeconds - last.ownSeconds;
        for (const pid of pids) {
            const before = processorSeconds.get(pid) ?? 0;
            const seconds = Math.max(before, processorSecondsOf(pid));
            processorSeconds.set(pid, seconds);
            used += seconds - before;
        }
        if (1000 * used >= computes * (now.atMs - last.atMs)) computing.push([last.atMs, now.atMs]);
        last = now;
    }, everyMs);
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    }).finally(() => clearInterval(look));
    const seconds = (performance.now() - beganMs) / 1000;
    return {
        ...{ code, said, seconds, peakMegabytes: Math.round(peak) },
        processorSeconds: sum([...processorSeconds.values()]),
        computing,
    } satisfies Measured;
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

/** Linux counts in hundredths of a second, as its programs see it. */
function processorSecondsOf(pid: number): number {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        // The program's name, in brackets, may hold spaces; what follows it begins with the third field.
        const [user, system] = stat
            .slice(stat.lastIndexOf(")") + 2)
            .split(" ")
            .slice(11, 13);
        return (Number(user) + Number(system)) / 100;
    } catch {
        return 0;
    }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
