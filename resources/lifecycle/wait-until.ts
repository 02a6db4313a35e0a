import { setTimeout as sleep } from "node:timers/promises";
import { watchRun } from "../http/run-watch";
import { RunOver } from "../http/wait";

export interface Patience {
    /** Milliseconds after which waiting ends. */
    readonly deadlineMs: number;
    /** Milliseconds before the second look. Default 500; grows by half each time, up to `longestMs`. */
    readonly firstMs?: number;
    /** Milliseconds between looks at most. Default 5000. */
    readonly longestMs?: number;
}

/**
 * Looks again and again until there is something, or until the deadline; then undefined. Throws RunOver when the run is
 * interrupted.
 */
export async function waitUntil<T>(
    look: () => Promise<T | undefined>,
    { deadlineMs, firstMs = 500, longestMs = 5000 }: Patience,
): Promise<T | undefined> {
    const endsAtMs = Date.now() + deadlineMs;
    const runIsOver = watchRun();
    for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 1.5, longestMs)) {
        const seen = await look();
        if (seen !== undefined) return seen;
        const leftMs = endsAtMs - Date.now();
        if (leftMs <= 0) return undefined;
        await sleep(Math.min(pauseMs, leftMs));
        if (await runIsOver()) throw new RunOver();
    }
}
