import type { Announce } from "./announce";
import { Budget, type BudgetReading, type LocalReading } from "./budget";
import type { Clock } from "./clock";
import type { ApiResponse } from "./send";
import { ServiceClock } from "./service-clock";

export interface Pacing {
    /** The part of each limit that is used, above 0 and at most 1. */
    readonly share: number;
    /** Calls in flight at once, over all buckets. */
    readonly concurrency: number;
    /** Milliseconds to stand back after a refusal that says not how long. */
    readonly standBackMs: number;
    readonly readBudget: (response: ApiResponse) => BudgetReading;
}

/** A call that waits for its budget. */
export interface Waiting {
    readonly bucket: string;
    /** Sends it. */
    readonly start: (bucket: Budget) => Promise<ApiResponse>;
    /** Gives it up, because its budget opens only at `opensAtMs`. */
    readonly giveUp: (opensAtMs: number) => void;
    readonly deadlineMs: number;
}

interface Bucket {
    readonly budget: Budget;
    readonly queue: Waiting[];
    wakesAtMs?: number;
}

/** Decides when each call of one principal to one API is sent: first come, first served in a bucket; buckets don't wait for each other. */
export class Pacer {
    readonly #buckets = new Map<string, Bucket>();
    readonly #serviceClock = new ServiceClock();
    #running = 0;
    #slots: number;
    #standsBackUntilMs = Number.NEGATIVE_INFINITY;

    constructor(
        private readonly pacing: Pacing,
        private readonly clock: Clock,
        private readonly announce: Announce,
    ) {
        this.#slots = pacing.concurrency;
    }

    enqueue(call: Waiting): void {
        this.#bucket(call.bucket).queue.push(call);
        this.#pump();
    }

    #bucket(name: string): Bucket {
        const known = this.#buckets.get(name);
        if (known) return known;
        const bucket: Bucket = { budget: new Budget(this.pacing.share), queue: [] };
        this.#buckets.set(name, bucket);
        return bucket;
    }

    /** Starts what may start. The buckets take turns, so that a long queue in one does not keep the slots from others. */
    #pump(): void {
        let started = true;
        while (started) {
            started = false;
            for (const [name, bucket] of this.#buckets) started = this.#startOne(name, bucket) || started;
        }
    }

    #startOne(name: string, bucket: Bucket): boolean {
        const nowMs = this.clock.nowMs();
        if (bucket.queue.length === 0) return false;
        const opensAtMs = bucket.budget.opensAtMs(nowMs);
        if (opensAtMs !== undefined && opensAtMs > nowMs) {
            this.#waitUntil(opensAtMs, name, bucket);
            return false;
        }
        if (opensAtMs === undefined || this.#running >= this.#slots) return false;
        if (nowMs < this.#standsBackUntilMs) {
            this.#waitUntil(this.#standsBackUntilMs, name, bucket);
            return false;
        }
        const call = bucket.queue.shift();
        if (call) void this.#run(call, bucket);
        return true;
    }

    async #run(call: Waiting, bucket: Bucket): Promise<void> {
        this.#running += 1;
        bucket.budget.take();
        let response: ApiResponse | undefined;
        try {
            response = await call.start(bucket.budget);
        } catch {
            // The caller has it; here it only counts as a call without a reading.
        }
        this.#running -= 1;
        this.#learn(bucket, response);
        this.#pump();
    }

    #learn({ budget }: Bucket, response: ApiResponse | undefined): void {
        const nowMs = this.clock.nowMs();
        if (!response) {
            budget.settle(undefined, nowMs);
            return;
        }
        this.#serviceClock.learn(response.headers, nowMs);
        const reading = this.pacing.readBudget(response);
        const { resetMs, retryAtMs, tooManyAtOnce } = reading;
        const local: LocalReading =
            resetMs === undefined ? reading : { ...reading, endsAtMs: this.#serviceClock.toLocalMs(resetMs, nowMs) };
        budget.settle(tooManyAtOnce ? undefined : local, nowMs);
        if (response.status !== 429) this.#recoverSlots();
        else if (tooManyAtOnce) this.#fewerAtOnce(nowMs);
        else budget.block(this.#againAtMs(reading, nowMs));
    }

    #againAtMs({ retryAtMs, resetMs }: BudgetReading, nowMs: number): number {
        const againMs = retryAtMs ?? resetMs;
        // One second more than the header says, as both vendors' own clients wait.
        if (againMs === undefined) return nowMs + this.pacing.standBackMs;
        return this.#serviceClock.toLocalMs(againMs, nowMs) + 1_000;
    }

    #fewerAtOnce(nowMs: number): void {
        this.#slots = Math.max(1, Math.floor(Math.min(this.#slots, this.#running + 1) / 2));
        this.#standsBackUntilMs = nowMs + this.pacing.standBackMs / 10;
    }

    #recoverSlots(): void {
        this.#slots = Math.min(this.pacing.concurrency, this.#slots + 1 / this.#slots);
    }

    #waitUntil(untilMs: number, name: string, bucket: Bucket): void {
        for (const call of bucket.queue.filter(({ deadlineMs }) => deadlineMs < untilMs)) {
            bucket.queue.splice(bucket.queue.indexOf(call), 1);
            call.giveUp(untilMs);
        }
        if (bucket.queue.length === 0 || bucket.wakesAtMs === untilMs) return;
        bucket.wakesAtMs = untilMs;
        const delayMs = untilMs - this.clock.nowMs();
        this.announce(delayMs, `the rate limit of ${name}`);
        void this.clock.sleep(delayMs).then(() => {
            if (bucket.wakesAtMs === untilMs) delete bucket.wakesAtMs;
            this.#pump();
        });
    }
}
