/**
 * Both services give times in whole seconds, so the real time may be almost a second later: their own clients wait one
 * second more (docs/contracts/okta-api.md 4, docs/contracts/opa-api.md 6.2).
 */
export const slackMs = 1_000;

/** Further away than this, an instant in a header is taken for a mistake: OPA's windows are the longest, an hour. */
export const longestWaitMs = 3_660_000;

/** Readings of one service this far apart mean that a clock was set, not that an answer was slow. */
const clockJumpMs = 60_000;

/**
 * How far a service's clock is ahead of this machine's, learnt from the Date of its answers. A Date is cut to the second
 * and travels for a while, so each gives a lower bound, and the highest of them is nearest to the truth.
 */
export class ServiceClock {
    #aheadMs: number | undefined;

    learn(headers: Headers, nowMs: number): void {
        const aheadMs = this.#read(headers, nowMs);
        if (aheadMs === undefined) return;
        const jumped = this.#aheadMs !== undefined && Math.abs(aheadMs - this.#aheadMs) > clockJumpMs;
        this.#aheadMs = jumped ? aheadMs : Math.max(aheadMs, this.#aheadMs ?? aheadMs);
    }

    /** The time on this machine when the service's clock shows `serviceMs`; never more than about an hour from now. */
    toLocalMs(serviceMs: number, nowMs: number): number {
        return Math.min(serviceMs - (this.#aheadMs ?? 0), nowMs + longestWaitMs);
    }

    #read(headers: Headers, nowMs: number): number | undefined {
        const dateMs = Date.parse(headers.get("date") ?? "");
        return Number.isNaN(dateMs) ? undefined : dateMs - nowMs;
    }
}
