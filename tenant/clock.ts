// Taken once, so that a test that installs fake timers in this process does not stop the tenant.
const wallNowMs = Date.now.bind(Date);
const startTimer = setTimeout;
const stopTimer = clearTimeout;

interface Task {
    readonly dueMs: number;
    readonly run: () => void;
}

/** The tenant's own time: real time, which can be sped up or moved forward. */
export class TenantClock {
    #speed: number;
    #wallOriginMs = wallNowMs();
    #tenantOriginMs = this.#wallOriginMs;
    #tasks: Task[] = [];
    #timer: NodeJS.Timeout | undefined;

    /** @param speed Tenant milliseconds per real millisecond. */
    constructor(speed: number) {
        this.#speed = speed;
    }

    /** Milliseconds since the epoch, in tenant time. */
    nowMs(): number {
        return this.#tenantOriginMs + (wallNowMs() - this.#wallOriginMs) * this.#speed;
    }

    /** Milliseconds since the epoch, in real time. */
    wallMs(): number {
        return wallNowMs();
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
        stopTimer(this.#timer);
    }

    #restart(tenantMs: number): void {
        this.#wallOriginMs = wallNowMs();
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
        stopTimer(this.#timer);
        const dueMs = Math.min(...this.#tasks.map((task) => task.dueMs));
        if (!Number.isFinite(dueMs)) return;
        // One millisecond more than needed, because timers may fire a fraction early.
        this.#timer = startTimer(() => this.#runDue(), Math.max(0, this.wallMsAt(dueMs) - wallNowMs()) + 1);
    }
}
