import { ApiFailure } from "./api-failure";
import type { Clock } from "./clock";

/** Something that is fetched, used for a while and fetched again: a token. */
export interface Lasting<T> {
    readonly value: T;
    /** Use it no longer after this: epoch milliseconds of this machine. */
    readonly renewAtMs: number;
}

/** Calls made while a refusal is this fresh are refused without asking: wrong credentials don't mend by repetition. */
const refusalLastsMs = 30_000;

/** Keeps one value for all callers, fetched once for those that wait, and again when it ends or is forgotten. */
export class Renewed<T> {
    #current: Promise<Lasting<T>> | undefined;
    #renewAtMs = Number.POSITIVE_INFINITY;

    constructor(
        private readonly fetch: () => Promise<Lasting<T>>,
        private readonly clock: Clock,
    ) {}

    async get(): Promise<T> {
        if (!this.#current || this.clock.nowMs() >= this.#renewAtMs) this.#current = this.#fetch();
        return (await this.#current).value;
    }

    /** The next `get` fetches again. */
    forget(): void {
        this.#current = undefined;
    }

    async #fetch(): Promise<Lasting<T>> {
        this.#renewAtMs = Number.POSITIVE_INFINITY;
        try {
            const fetched = await this.fetch();
            this.#renewAtMs = fetched.renewAtMs;
            return fetched;
        } catch (failure) {
            const lasts = failure instanceof ApiFailure && failure.kind !== "unavailable";
            this.#renewAtMs = this.clock.nowMs() + (lasts ? refusalLastsMs : 0);
            throw failure;
        }
    }
}
