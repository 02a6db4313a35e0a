import { slackMs } from "./service-clock";

/** What one answer says about the budget that its call counts against. Times are the service's, in epoch milliseconds. */
export interface BudgetReading {
    /** Calls permitted in a window, and left in this one. */
    readonly limit?: number | undefined;
    readonly remaining?: number | undefined;
    /** When the window ends and the budget is whole again. */
    readonly resetMs?: number | undefined;
    /** When a refused call may be sent again, if the service says so separately from the window. */
    readonly retryAtMs?: number | undefined;
    /** The refusal was for too many calls at once, not for too many in the window. */
    readonly tooManyAtOnce?: boolean;
}

/** A reading that also has the window's end in this machine's time. The end in the service's time tells windows apart. */
export interface LocalReading extends BudgetReading {
    readonly endsAtMs?: number | undefined;
}

/** The calls that one principal may make in one bucket, learnt from the service's answers. Callers pass the time. */
export class Budget {
    #limit: number | undefined;
    #remaining = Number.POSITIVE_INFINITY;
    #windowMs = Number.NEGATIVE_INFINITY;
    #endsAtMs = Number.NEGATIVE_INFINITY;
    #blockedUntilMs = Number.NEGATIVE_INFINITY;
    #inFlight = 0;
    #sent = 0;
    /** For each call that got no answer: how many had been sent by then. */
    #unanswered: readonly number[] = [];

    /** `share` of the limit, above 0 and at most 1, is used; the rest is left to others. */
    constructor(private readonly share: number) {}

    /** When the next call may be sent; infinity while only the answer to a call in flight can tell. */
    opensAtMs(nowMs: number): number {
        if (nowMs < this.#blockedUntilMs) return this.#blockedUntilMs;
        if (this.#limit === undefined) return nowMs;
        if (this.#isOver(nowMs)) this.#renew(this.#limit);
        const usable = this.#remaining - this.#reserve(this.#limit) - this.#unanswered.length;
        if (usable <= 0) return this.#endsAtMs + slackMs;
        return usable > this.#inFlight ? nowMs : Number.POSITIVE_INFINITY;
    }

    /** Counts a call that is being sent, and returns its number. */
    take(): number {
        this.#inFlight += 1;
        this.#sent += 1;
        return this.#sent;
    }

    /**
     * Takes in the answer to a call. Undefined means that there was none: the service may still count the call, until a
     * call that was sent later is answered.
     */
    settle(call: number, reading: LocalReading | undefined, nowMs: number): void {
        this.#inFlight -= 1;
        const { limit, remaining, resetMs, endsAtMs } = reading ?? {};
        if (limit === undefined || remaining === undefined || resetMs === undefined || endsAtMs === undefined) {
            if (this.#limit !== undefined) this.#unanswered = [...this.#unanswered, this.#sent];
            return;
        }
        if (resetMs < this.#windowMs) return;
        this.#unanswered = this.#unanswered.filter((sent) => call <= sent);
        this.#limit = limit;
        if (resetMs > this.#windowMs) {
            this.#windowMs = resetMs;
            this.#remaining = remaining;
            this.#endsAtMs = endsAtMs;
            return;
        }
        // Answers overtake each other: within a window the lowest count is the latest.
        this.#remaining = Math.min(this.#remaining, remaining);
        // If an old window still answers after its end, we computed that end too early.
        this.#endsAtMs = this.#isOver(nowMs) ? nowMs : endsAtMs;
    }

    /** Sends nothing more until then: the service has refused a call. */
    block(untilMs: number): void {
        this.#blockedUntilMs = Math.max(this.#blockedUntilMs, untilMs);
    }

    /** For the log: calls left, as the service counts them, and the limit. */
    toString(): string {
        return this.#limit === undefined
            ? "unknown"
            : `${this.#remaining - this.#inFlight - this.#unanswered.length} of ${this.#limit}`;
    }

    #renew(limit: number): void {
        this.#remaining = Math.max(this.#remaining, limit);
        this.#unanswered = [];
    }

    #isOver(nowMs: number): boolean {
        return nowMs >= this.#endsAtMs + slackMs;
    }

    #reserve(limit: number): number {
        return limit - Math.max(1, Math.floor(limit * this.share));
    }
}
