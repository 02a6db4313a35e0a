/** Real time, or what stands for it in a test that lets time pass by itself. */
export interface Time {
    /** Milliseconds since the epoch. */
    nowMs(): number;
    /** Runs `run` once `delayMs` have passed. Returns what stops that. */
    after(delayMs: number, run: () => void): () => void;
}

// Taken once, so that a test that installs fake timers in this process does not stop the tenant.
const wallNowMs = Date.now.bind(Date);
const startTimer = setTimeout;
const stopTimer = clearTimeout;

const realTime: Time = {
    nowMs: wallNowMs,
    after(delayMs, run) {
        // One millisecond more than needed, because timers may fire a fraction early.
        const timer = startTimer(run, delayMs + 1);
        return () => stopTimer(timer);
    },
};

interface Task {
    readonly dueMs: number;
    readonly run: () => void;
}

/** The tenant's own time: real time, which can be sped up or moved forward. */
export class TenantClock {
    #speed: number;
    #wallOriginMs: number;
    #tenantOriginMs: number;
    #tasks: Task[] = [];
    #stopTimer = () => {};

    /** @param speed Tenant milliseconds per real millisecond. */
    constructor(
        speed: number,
        private readonly time: Time = realTime,
    ) {
        this.#speed = speed;
        this.#wallOriginMs = time.nowMs();
        this.#tenantOriginMs = this.#wallOriginMs;
    }

    /** Milliseconds since the epoch, in tenant time. */
    nowMs(): number {
        return this.#tenantOriginMs + (this.time.nowMs() - this.#wallOriginMs) * this.#speed;
    }

    /** Milliseconds since the epoch, in real time. */
    wallMs(): number {
        return this.time.nowMs();
    }

    /** The real time at which the tenant's time will be `tenantMs`: what a client may compare with its own clock. */
    wallMsAt(tenantMs: number): number {
        return this.#wallOriginMs + (tenantMs - this.#tenantOriginMs) / this.#speed;
    }

    /** Tenant milliseconds per real millisecond. */
    get speed(): number {
        return this.#speed;
    }

    /** Makes tenant time run `speed` times as fast as real time from now on. */
    setSpeed(speed: number): void {
        this.#restart(this.nowMs());
        this.#speed = speed;
        this.#schedule();
    }

    /** Moves tenant time forward; what falls due on the way happens now. */
    advance(durationMs: number): void {
        this.#restart(this.nowMs() + durationMs);
        this.#runDue();
    }

    /** Runs `run` once `delayMs` of tenant time have passed. */
    after(delayMs: number, run: () => void): void {
        this.#tasks.push({ dueMs: this.nowMs() + delayMs, run });
        this.#schedule();
    }

    /** Resolves once `delayMs` of tenant time have passed. */
    wait(delayMs: number): Promise<void> {
        return new Promise((resolve) => this.after(delayMs, resolve));
    }

    /** Runs everything that is still to come, and what that brings about in turn, without waiting for it. */
    flush(): void {
        for (
            let task = this.#takeNext(Number.POSITIVE_INFINITY);
            task;
            task = this.#takeNext(Number.POSITIVE_INFINITY)
        ) {
            task.run();
        }
        this.#schedule();
    }

    /** Forgets everything that is still to come. */
    clear(): void {
        this.#tasks = [];
        this.#stopTimer();
    }

    #restart(tenantMs: number): void {
        this.#wallOriginMs = this.time.nowMs();
        this.#tenantOriginMs = tenantMs;
    }

    #takeNext(untilMs: number): Task | undefined {
        this.#tasks.sort((one, other) => one.dueMs - other.dueMs);
        const next = this.#tasks[0];
        return next && next.dueMs <= untilMs ? this.#tasks.shift() : undefined;
    }

    #runDue(): void {
        for (let task = this.#takeNext(this.nowMs()); task; task = this.#takeNext(this.nowMs())) task.run();
        this.#schedule();
    }

    #schedule(): void {
        this.#stopTimer();
        const dueMs = Math.min(...this.#tasks.map((task) => task.dueMs));
        if (!Number.isFinite(dueMs)) return;
        const delayMs = Math.max(0, this.wallMsAt(dueMs) - this.time.nowMs());
        this.#stopTimer = this.time.after(delayMs, () => this.#runDue());
    }
}
