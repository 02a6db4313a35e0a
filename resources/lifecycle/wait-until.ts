import { setTimeout as sleep } from "node:timers/promises";
import { watchRun } from "../http/run-watch";
import { sayOnStderr } from "../http/say";
import { forWhat, RunOver, worthSayingMs } from "../http/wait";

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
 * interrupted. After three seconds it says what it waits for, and until when at the latest.
 *
 * @param what What is waited for, in words for the user that follow "waiting for", e.g. `group "team-x" to arrive in OPA`.
 */
export async function waitUntil<T>(
    what: string,
    look: () => Promise<T | undefined>,
    { deadlineMs, firstMs = 500, longestMs = 5000 }: Patience,
): Promise<T | undefined> {
    const endsAtMs = Date.now() + deadlineMs;
    const runIsOver = watchRun();
    const saying = setTimeout(() => announce(what, endsAtMs), worthSayingMs);
    try {
        for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 1.5, longestMs)) {
            const seen = await look();
            if (seen !== undefined) return seen;
            const leftMs = endsAtMs - Date.now();
            if (leftMs <= 0) return undefined;
            await sleep(Math.min(pauseMs, leftMs));
            if (await runIsOver()) throw new RunOver();
        }
    } finally {
        clearTimeout(saying);
    }
}

/** Milliseconds by which the ends differ when many who begin together wait for the same. */
const togetherMs = 10_000;

/** Until when it was said that each thing is waited for. */
const announcedUntilMs = new Map<string, number>();

/** Says it once for all who wait for the same. */
function announce(what: string, untilMs: number): void {
    const leftMs = untilMs - Date.now();
    // The last look may take its time.
    if (leftMs <= 0 || untilMs - (announcedUntilMs.get(what) ?? Number.NEGATIVE_INFINITY) <= togetherMs) return;
    announcedUntilMs.set(what, untilMs);
    sayOnStderr(`waiting up to ${forWhat(leftMs, what, untilMs)}`);
}
