import { setTimeout as sleep } from "node:timers/promises";
import { watchRun } from "../../http/time/run-watch";
import { RunOver } from "../../http/time/wait";
import { type Awaited, announce, beginWait, endWait } from "./long-waits";

export interface Patience {
    /** Milliseconds after which waiting ends. A look that was held back, by a rate limit say, does not use them up. */
    readonly deadlineMs: number;
    /** Milliseconds before the second look. Default 500; grows by half each time, up to `longestMs`. */
    readonly firstMs?: number;
    /** Milliseconds between looks at most. Default 5000. */
    readonly longestMs?: number;
    /** Milliseconds before the next look, given how long it has waited so far. Takes the place of the other two. */
    readonly pauseMs?: (waitedMs: number) => number;
}

/** A look that takes longer, in milliseconds, was held back. */
const lookTakesMs = 5000;

/**
 * Looks again and again until there is something, or until the deadline; then undefined. Throws RunOver when the run is
 * interrupted. After three seconds it says what it waits for, and until when at the latest, and from then on, ever more rarely, how
 * many of the like are left (`long-waits.ts`); while a look is held back, what holds it back says so.
 */
export async function waitUntil<T>(
    what: string | Awaited,
    look: () => Promise<T | undefined>,
    patience: Patience,
): Promise<T | undefined> {
    const { deadlineMs } = patience;
    const pauses = pausesOf(patience);
    const beganMs = Date.now();
    const wait = beginWait(typeof what === "string" ? { one: what } : what, deadlineMs);
    const runIsOver = watchRun();
    let hasCome = false;
    try {
        while (true) {
            const lookedAtMs = Date.now();
            wait.heldSinceMs = lookedAtMs;
            const seen = await look();
            wait.heldSinceMs = undefined;
            hasCome = seen !== undefined;
            if (seen !== undefined) return seen;
            wait.endsAtMs += Math.max(0, Date.now() - lookedAtMs - lookTakesMs);
            if (wait.isOverdue) announce(wait);
            const leftMs = wait.endsAtMs - Date.now();
            if (leftMs <= 0) return undefined;
            await sleep(Math.min(pauses(Date.now() - beganMs), leftMs));
            if (await runIsOver()) throw new RunOver();
        }
    } finally {
        endWait(wait, hasCome);
    }
}

/** How long to wait before the next look, asked once for each. */
function pausesOf({ firstMs = 500, longestMs = 5000, pauseMs }: Patience): (waitedMs: number) => number {
    if (pauseMs) return pauseMs;
    let nextMs = firstMs;
    return () => {
        const now = nextMs;
        nextMs = Math.min(nextMs * 1.5, longestMs);
        return now;
    };
}
