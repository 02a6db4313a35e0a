import { Mistakes } from "./mistakes";

/** A hundred years: what is further away never comes, and dates have their end. */
export const longestMs = 100 * 365 * 86_400_000;

/** A year in a third of a minute. */
export const highestSpeed = 1_000_000;

/** The longest that a timer of Node's can run. */
const longestTimerMs = 2 ** 31 - 2;

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
    readonly #firstSpeed: number;
    #speed: number;
    #wallOriginMs: number;
    #tenantOriginMs: number;
    /** The last is the next to run. */
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
        this.#speed = fitSpeed(speed);
        this.#schedule();
    }

    /** Moves tenant time forward; what falls due on the way happens now, each at its own time. */
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

    /** Resolves once `delayMs` of tenant time have passed, or when everything to come is forgotten. */
    wait(delayMs: number): Promise<void> {
        return new Promise((resolve) => {
            this.#waiting.add(resolve);
            this.after(delayMs, () => {
                this.#waiting.delete(resolve);
                resolve();
            });
        });
    }

    /** Moves tenant time forward until nothing is left to come, nor anything that comes of it. */
    flush(): void {
        this.#runUntil(Number.POSITIVE_INFINITY);
        this.#schedule();
    }

    /** Forgets everything that is still to come. */
    clear(): void {
        this.#tasks = [];
        this.#stopTimer();
        for (const resolve of this.#waiting) resolve();
        this.#waiting.clear();
    }

    /** As it was made: the real time, at the speed of then, with nothing to come. */
    reset(): void {
        this.clear();
        this.#speed = this.#firstSpeed;
        this.#restart(this.time.nowMs());
    }

    #restart(tenantMs: number): void {
        this.#wallOriginMs = this.time.nowMs();
        this.#tenantOriginMs = tenantMs;
    }

    /** Where a task due then belongs: before, in the list, all that run earlier, or at the same time but were there first. */
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
