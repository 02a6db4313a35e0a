import type { ApiResponse } from "../send";
import type { Clock } from "../time/clock";
import type { Wait } from "../time/wait";
import { Budget, type BudgetReading, type LocalReading } from "./budget";
import { Slots } from "./concurrency";
import { delayAsked } from "./delay-after-429";
import { ServiceClock } from "./service-clock";

export interface Pacing {
    /** The part of each limit that is used, above 0 and at most 1. */
    readonly share: number;
    /** Calls in flight at once, over all buckets. */
    readonly concurrency: number;
    /** Milliseconds to wait after a refusal that does not say how long. */
    readonly standBackMs: number;
    readonly readBudget: (response: ApiResponse) => BudgetReading;
}

/** A call that waits for its budget. */
export interface Waiting {
    /** Sends it. */
    readonly start: (budget: Budget) => Promise<ApiResponse>;
    /** Gives it up, because its turn would come only at this time; undefined if the run is over. */
    readonly giveUp: (turnAtMs: number | undefined) => void;
    readonly deadlineMs: number;
    /** Whether it goes before the others, because the read that it rests on will soon be too old. */
    readonly isUrgent: boolean;
}

interface Bucket {
    readonly name: string;
    readonly budget: Budget;
    queue: Waiting[];
    wakesAtMs?: number | undefined;
    announcedMs: number;
}

/** Two times for the end of one window, computed from different answers, differ by less than these milliseconds. */
const sameWaitMs = 2_500;

function placeOf({ isUrgent }: Waiting, queue: readonly Waiting[]): number {
    const other = isUrgent ? queue.findIndex((one) => !one.isUrgent) : -1;
    return other < 0 ? queue.length : other;
}

/**
 * Decides when each call of one principal to one API is sent. Within a bucket: first come, first served, but urgent calls
 * go before the others. Buckets do not wait for each other.
 */
export class Pacer {
    readonly #buckets = new Map<string, Bucket>();
    readonly #serviceClock = new ServiceClock();
    readonly #slots: Slots;

    constructor(
        private readonly pacing: Pacing,
        private readonly clock: Clock,
        private readonly wait: Wait,
    ) {
        this.#slots = new Slots(pacing.concurrency);
    }

    enqueue(name: string, call: Waiting): void {
        const bucket = this.#bucket(name);
        const { wakesAtMs } = bucket;
        if (wakesAtMs !== undefined && call.deadlineMs < wakesAtMs) call.giveUp(wakesAtMs);
        else bucket.queue.splice(placeOf(call, bucket.queue), 0, call);
        this.#pump();
    }

    #bucket(name: string): Bucket {
        const known = this.#buckets.get(name);
        if (known) return known;
        const bucket: Bucket = { name, budget: new Budget(this.pacing.share), queue: [], announcedMs: 0 };
        this.#buckets.set(name, bucket);
        return bucket;
    }

    /** Starts what may start. The buckets take turns, so that a long queue in one of them does not take all the places. */
    #pump(): void {
        for (const bucket of this.#buckets.values()) {
            if (!this.#startOne(bucket)) continue;
            // Moves it to the end of the map, where this loop comes by again.
            this.#buckets.delete(bucket.name);
            this.#buckets.set(bucket.name, bucket);
        }
    }

    #startOne(bucket: Bucket): boolean {
        if (bucket.queue.length === 0 || !this.#slots.isFree) return false;
        const nowMs = this.clock.nowMs();
        const opensAtMs = Math.max(bucket.budget.opensAtMs(nowMs), this.#slots.opensAtMs);
        if (opensAtMs > nowMs) {
            // If only the answer to a call in flight can open it, that answer calls this again.
            if (opensAtMs < Number.POSITIVE_INFINITY) void this.#sleep(bucket, opensAtMs);
            return false;
        }
        const call = bucket.queue.shift();
        if (call && call.deadlineMs < nowMs) call.giveUp(nowMs);
        else if (call) void this.#run(call, bucket);
        return true;
    }

    async #run(call: Waiting, bucket: Bucket): Promise<void> {
        this.#slots.take();
        const number = bucket.budget.take();
        const response = await call.start(bucket.budget).catch(() => undefined);
        this.#slots.giveBack();
        this.#learn(bucket, number, response);
        this.#pump();
    }

    #learn({ budget }: Bucket, call: number, response: ApiResponse | undefined): void {
        const nowMs = this.clock.nowMs();
        if (response) this.#serviceClock.learn(response.headers, nowMs);
        const reading = response && this.pacing.readBudget(response);
        budget.settle(call, reading && this.#local(reading, nowMs), nowMs);
        if (!response || !reading) return;
        if (response.status !== 429) this.#slots.more();
        else if (reading.tooManyAtOnce) this.#slots.fewer(nowMs + this.pacing.standBackMs / 10);
        else budget.block(nowMs + (delayAsked(reading, response.headers) ?? this.pacing.standBackMs));
    }

    #local(reading: BudgetReading, nowMs: number): LocalReading {
        if (reading.resetMs === undefined) return reading;
        return { ...reading, endsAtMs: this.#serviceClock.toLocalMs(reading.resetMs, nowMs) };
    }

    async #sleep(bucket: Bucket, untilMs: number): Promise<void> {
        if (bucket.wakesAtMs === untilMs) return;
        bucket.wakesAtMs = untilMs;
        const late = bucket.queue.filter(({ deadlineMs }) => deadlineMs < untilMs);
        bucket.queue = bucket.queue.filter(({ deadlineMs }) => deadlineMs >= untilMs);
        for (const call of late) call.giveUp(untilMs);
        if (bucket.queue.length === 0) {
            bucket.wakesAtMs = undefined;
            return;
        }
        const isNews = untilMs - bucket.announcedMs > sameWaitMs;
        if (isNews) bucket.announcedMs = untilMs;
        try {
            await this.wait(untilMs - this.clock.nowMs(), isNews ? `the rate limit of ${bucket.name}` : undefined);
        } catch {
            for (const call of bucket.queue.splice(0)) call.giveUp(undefined);
        }
        if (bucket.wakesAtMs === untilMs) bucket.wakesAtMs = undefined;
        this.#pump();
    }
}
