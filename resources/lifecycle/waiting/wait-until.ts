import { setTimeout as sleep } from "node:timers/promises";
import { sayOnStderr } from "../../http/output/say";
import { watchRun } from "../../http/time/run-watch";
import { forWhat, RunOver, worthSayingMs } from "../../http/time/wait";

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

/** What is waited for, in words for the user that follow "waiting for". */
export interface Awaited {
    /** E.g. `group "team-x" to arrive in OPA`. */
    readonly one: string;
    /** The same for many who wait at once; follows a number, e.g. `groups to arrive in OPA`. */
    readonly many: string;
}

/** A look that takes longer, in milliseconds, was held back. */
const lookTakesMs = 5000;

/**
 * Looks again and again until there is something, or until the deadline; then undefined. Throws RunOver when the run is
 * interrupted. After three seconds it says what it waits for, and until when at the latest; while a look is held back, what
 * holds it back says so.
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
    try {
        while (true) {
            const lookedAtMs = Date.now();
            wait.heldSinceMs = lookedAtMs;
            const seen = await look();
            wait.heldSinceMs = undefined;
            if (seen !== undefined) return seen;
            wait.endsAtMs += Math.max(0, Date.now() - lookedAtMs - lookTakesMs);
            if (wait.isOverdue) announce(wait);
            const leftMs = wait.endsAtMs - Date.now();
            if (leftMs <= 0) return undefined;
            await sleep(Math.min(pauses(Date.now() - beganMs), leftMs));
            if (await runIsOver()) throw new RunOver();
        }
    } finally {
        endWait(wait);
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

interface Wait {
    readonly what: { readonly one: string; readonly many?: string };
    endsAtMs: number;
    /** When the look began that is under way. */
    heldSinceMs: number | undefined;
    /** Whether it is to be announced as soon as no look is held back. */
    isOverdue: boolean;
    readonly saying: NodeJS.Timeout;
}

const waits = new Set<Wait>();

function beginWait(what: Wait["what"], deadlineMs: number): Wait {
    const saying = setTimeout(() => {
        const isHeld = wait.heldSinceMs !== undefined && Date.now() - wait.heldSinceMs >= heldMs;
        if (isHeld) wait.isOverdue = true;
        else announce(wait);
    }, worthSayingMs);
    const wait: Wait = {
        what,
        endsAtMs: Date.now() + deadlineMs,
        heldSinceMs: undefined,
        isOverdue: false,
        saying,
    };
    waits.add(wait);
    return wait;
}

function endWait(wait: Wait): void {
    clearTimeout(wait.saying);
    waits.delete(wait);
}

/** Milliseconds after which a look counts as held back when the wait is due to be announced. */
const heldMs = 1000;

/**
 * Milliseconds by which deadlines may differ and still be announced as one: for waits for the same thing, and for waits for
 * things of the same kind.
 */
const togetherMs = { one: 10_000, many: 30_000 };

/** The latest deadline that was announced for each thing. */
const announcedUntilMs = new Map<string, number>();

/** Announces a wait, once for all who wait for the same thing or for things of the same kind. */
function announce(wait: Wait): void {
    wait.isOverdue = false;
    const { one, many } = wait.what;
    const leftMs = wait.endsAtMs - Date.now();
    // The last look may take its time.
    if (leftMs <= 0) return;
    const saidUntilMs = announcedUntilMs.get(many ?? one) ?? Number.NEGATIVE_INFINITY;
    if (wait.endsAtMs - saidUntilMs <= (many ? togetherMs.many : togetherMs.one)) return;
    announcedUntilMs.set(many ?? one, wait.endsAtMs);
    const alike = [...waits].filter(({ what }) => what.many === many && many !== undefined).length;
    sayOnStderr(`waiting up to ${forWhat(leftMs, alike > 1 ? `${alike} ${many}` : one, wait.endsAtMs)}`);
}
