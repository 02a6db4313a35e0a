import { Mistakes } from "./mistakes";

/** A hundred years: anything further away never comes, and a Date has a maximum. */
export const longestMs = 100 * 365 * 86_400_000;

/** A year in a third of a minute. */
export const highestSpeed = 1_000_000;

/** The longest delay that a Node.js timer supports. */
const longestTimerMs = 2 ** 31 - 2;

/** Real time, or a test's replacement for it that passes without waiting. */
export interface Time {
    /** Milliseconds since the epoch. */
    nowMs(): number;
    /** Runs `run` once `delayMs` have passed. Returns a function that cancels it. */
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

/** The tenant's own time: real time that can be sped up or moved forward. */
export class TenantClock {
    readonly #firstSpeed: number;
    #speed: number;
    #wallOriginMs: number;
    #tenantOriginMs: number;
    /** The task at the end runs next. */
    #tasks: Task[] = [];
    readonly #waiting = new Set<() => void>();
    #stopTimer = () => {};

    /** @param speed Tenant milliseconds per real millisecond. */
    constructor(
        speed: number,
        private readonly time: Time = realTime,
    ) {
        this.#firstSpeed = fitSpeed(speed);
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

    /** The real time at which tenant time will be `tenantMs`: a client may compare it with its own clock. */
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
        this.#speed = fitSpeed(speed);
        this.#schedule();
    }

    /** Moves tenant time forward. Tasks that fall due in between run now, each at its own tenant time. */
    advance(durationMs: number): void {
        if (!(durationMs >= 0 && durationMs <= longestMs)) {
            throw new Mistakes([`advance: ${durationMs}: use milliseconds, 0 or more, of at most a hundred years`]);
        }
        const untilMs = this.nowMs() + durationMs;
        this.#runUntil(untilMs);
        this.#restart(Math.max(untilMs, this.nowMs()));
        this.#schedule();
    }

    /** Runs `run` once `delayMs` of tenant time have passed. */
    after(delayMs: number, run: () => void): void {
        const dueMs = this.nowMs() + delayMs;
        this.#tasks.splice(this.#placeOf(dueMs), 0, { dueMs, run });
        this.#schedule();
    }

    /** Resolves once `delayMs` of tenant time have passed, or when `clear` drops all tasks. */
    wait(delayMs: number): Promise<void> {
        return new Promise((resolve) => {
            this.#waiting.add(resolve);
            this.after(delayMs, () => {
                this.#waiting.delete(resolve);
                resolve();
            });
        });
    }

    /** Moves tenant time forward until no task is left, including the tasks that these tasks start. */
    flush(): void {
        this.#runUntil(Number.POSITIVE_INFINITY);
        this.#schedule();
    }

    /** Drops every task that has not run yet. */
    clear(): void {
        this.#tasks = [];
        this.#stopTimer();
        for (const resolve of this.#waiting) resolve();
        this.#waiting.clear();
    }

    /** Back to the start: real time, the initial speed, no tasks. */
    reset(): void {
        this.clear();
        this.#speed = this.#firstSpeed;
        this.#restart(this.time.nowMs());
    }

    #restart(tenantMs: number): void {
        this.#wallOriginMs = this.time.nowMs();
        this.#tenantOriginMs = tenantMs;
    }

    /** The index for a task due at `dueMs`: before all tasks that run earlier, or at the same time but were added first. */
    #placeOf(dueMs: number): number {
        let [low, high] = [0, this.#tasks.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if ((this.#tasks[middle]?.dueMs ?? 0) > dueMs) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    #runUntil(untilMs: number): void {
        for (let next = this.#tasks.at(-1); next && next.dueMs <= untilMs; next = this.#tasks.at(-1)) {
            this.#tasks.pop();
            if (next.dueMs > this.nowMs()) this.#restart(next.dueMs);
            next.run();
        }
    }

    #runDue(): void {
        this.#runUntil(this.nowMs());
        this.#schedule();
    }

    #schedule(): void {
        this.#stopTimer();
        const next = this.#tasks.at(-1);
        if (!next) return;
        const delayMs = Math.max(0, this.wallMsAt(next.dueMs) - this.time.nowMs());
        this.#stopTimer = this.time.after(Math.min(delayMs, longestTimerMs), () => this.#runDue());
    }
}

function fitSpeed(speed: number): number {
    if (speed > 0 && speed <= highestSpeed) return speed;
    throw new Mistakes([`speed: ${speed}: use a number above 0, of at most ${highestSpeed}`]);
}
