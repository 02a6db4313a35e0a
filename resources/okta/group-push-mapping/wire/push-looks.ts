import { type Moment, msSince, now } from "../../../http/time/clock";

/** Milliseconds that a call of the app's bucket takes at least if it waited for a window of the rate limit. */
const heldMs = 3000;

/** Milliseconds for which calls count as scarce after one was held back: two windows. */
const scarceMs = 120_000;

/** Milliseconds before the first look while nothing is known of how long pushes take, and between two looks at least. */
const [beginMs, leastMs] = [250, 100];

/** Milliseconds between two looks at most. */
const mostMs = 10_000;

/** How many pushes are remembered: the quickest of them says when the next may come. */
const remembered = 16;

/**
 * Decides when to look at the list of an app's mappings for awaited pushes. A push takes about as long as the ones before it, so
 * the first look comes shortly before the quickest of those arrived, and later looks follow at a fraction of the time waited: a
 * push is noticed about a tenth late. Where the rate limit holds calls back, looks would take them from the writes, so they
 * become rare.
 */
export class PushLooks {
    #took: readonly number[] = [];
    #heldAt: Moment | undefined;

    /** Notes how long a call of the app's bucket took. */
    noteCall(tookMs: number): void {
        if (tookMs >= heldMs) this.#heldAt = now();
    }

    /** Notes how long somebody had waited when a push was seen. */
    noteArrival(waitedMs: number): void {
        this.#took = [...this.#took, waitedMs].slice(-remembered);
    }

    /** Milliseconds until the next look of one who has waited so long. */
    pauseMs(waitedMs: number): number {
        const growing = Math.min(waitedMs / (this.#isScarce ? 2 : 8), mostMs);
        const least = this.#isScarce ? 1000 : leastMs;
        return Math.max(this.#firstMs() - waitedMs, growing, least);
    }

    /** Milliseconds that a list may be old for one who has waited so long: what many wait for is asked for once. */
    oldestMs(waitedMs: number): number {
        // Nothing has changed yet for one who has only begun to wait.
        if (waitedMs < Math.min(this.#firstMs(), 1000) / 2) return Number.POSITIVE_INFINITY;
        const part = this.#isScarce ? Math.max(waitedMs, 1000) / 3 : waitedMs / 10;
        return Math.min(Math.max(part, leastMs / 2), mostMs);
    }

    #firstMs(): number {
        const quickest = this.#took.length > 0 ? Math.min(...this.#took) * 0.9 : beginMs;
        return Math.min(quickest, mostMs);
    }

    get #isScarce(): boolean {
        return this.#heldAt !== undefined && msSince(this.#heldAt) < scarceMs;
    }
}
