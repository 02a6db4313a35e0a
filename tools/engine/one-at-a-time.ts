import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { note } from "./progress";

const lookAgainMs = 500;
/** Several times as long as a build takes: afterwards the process is a different one that got the same id. */
const abandonedAfterMs = 3_600_000;

/**
 * Runs `work` while no other process runs work under the same lock file. A lock whose process has ended counts as free.
 */
export async function oneAtATime(lock: string, work: () => Promise<void>): Promise<void> {
    mkdirSync(dirname(lock), { recursive: true });
    let told = false;
    while (!taken(lock)) {
        const holder = holderOf(lock);
        if (isAbandoned(lock, holder)) rmSync(lock, { force: true });
        else if (!told) note(`process ${holder ?? ""} is building it already; waiting for that`);
        told = true;
        await setTimeout(lookAgainMs);
    }
    try {
        await work();
    } finally {
        rmSync(lock, { force: true });
    }
}

function taken(lock: string): boolean {
    try {
        writeFileSync(lock, String(process.pid), { flag: "wx" });
        return true;
    } catch (failure) {
        if (failure instanceof Error && "code" in failure && failure.code === "EEXIST") return false;
        throw failure;
    }
}

function isAbandoned(lock: string, holder: number | undefined): boolean {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since === undefined) return false;
    return Date.now() - since > abandonedAfterMs || (holder !== undefined && !isRunning(holder));
}

function holderOf(lock: string): number | undefined {
    try {
        return Number(readFileSync(lock, "utf8")) || undefined;
    } catch {
        return undefined;
    }
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (failure) {
        // EPERM: the process runs under another user.
        return failure instanceof Error && "code" in failure && failure.code === "EPERM";
    }
}
