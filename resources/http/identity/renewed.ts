import { ApiFailure, type FailureKind } from "../failure/api-failure";
import type { Clock } from "../time/clock";

/** Something that is fetched, used for a while and fetched again: a token. */
export interface Lasting<T> {
    readonly value: T;
    /** Milliseconds from now for which it is good. */
    readonly lastsMs: number;
}

/** The part of that time for which it is used: it must not end while a call waits in a queue. */
const usedPart = 0.9;

interface Period<T> {
    value?: T;
    untilMs: number;
}

/**
 * For so many milliseconds after a refusal, callers are refused without another request: wrong credentials do not become
 * right by repetition.
 */
const refusalLastsMs = 30_000;

const passing: readonly FailureKind[] = ["unavailable", "rate-limited"];

/** Keeps one value for all callers. It is fetched once for all who wait for it, and again when it ends or is dropped. */
export class Renewed<T> {
    #period: Period<T> = { untilMs: Number.NEGATIVE_INFINITY };
    #fetched: Promise<T> | undefined;

    constructor(
        private readonly fetch: () => Promise<Lasting<T>>,
        private readonly clock: Clock,
    ) {}

    get(): Promise<T> {
        if (this.#fetched && this.clock.nowMs() < this.#period.untilMs) return this.#fetched;
        this.#period = { untilMs: Number.POSITIVE_INFINITY };
        this.#fetched = this.#fill(this.#period);
        return this.#fetched;
    }

    /** Drops this value: the next `get` fetches another one, unless that has happened already. */
    drop(value: T): void {
        if (this.#period.value === value) this.#fetched = undefined;
    }

    async #fill(period: Period<T>): Promise<T> {
        try {
            const { value, lastsMs } = await this.fetch();
            period.value = value;
            period.untilMs = this.clock.nowMs() + lastsMs * usedPart;
            return value;
        } catch (failure) {
            const lasts = failure instanceof ApiFailure && !passing.includes(failure.kind);
            period.untilMs = this.clock.nowMs() + (lasts ? refusalLastsMs : 0);
            throw failure;
        }
    }
}
