/** How many calls may be in flight at once: a number that shrinks when the service complains, and grows back. */
export class Slots {
    #inFlight = 0;
    #permitted: number;
    #opensAtMs = Number.NEGATIVE_INFINITY;

    constructor(private readonly most: number) {
        this.#permitted = most;
    }

    get isFree(): boolean {
        return this.#inFlight < Math.floor(this.#permitted);
    }

    /** No call may be sent before this time, in epoch milliseconds. */
    get opensAtMs(): number {
        return this.#opensAtMs;
    }

    take(): void {
        this.#inFlight += 1;
    }

    giveBack(): void {
        this.#inFlight -= 1;
    }

    /** Notes that the service refused too many calls at once: half as many from now on, after a pause. */
    fewer(opensAtMs: number): void {
        // Calls that are refused together count once.
        if (opensAtMs - this.#opensAtMs < 500) return;
        this.#permitted = Math.max(1, Math.floor(this.#permitted / 2));
        this.#opensAtMs = opensAtMs;
    }

    /**
     * Notes an answer without a complaint. A hundred of them allow one more call at once; not fewer, because each attempt
     * may cost a refusal.
     */
    more(): void {
        this.#permitted = Math.min(this.most, this.#permitted + 0.01);
    }
}
