import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../../resources/http/time/clock";
import type { Time } from "../../../tenant/clock";

interface Sleeper {
    readonly atMs: number;
    readonly wake: () => void;
}

/**
 * A clock whose time passes only when nothing else is left to do: an hour of waiting costs milliseconds. Both our code and
 * a tenant can live by it.
 */
export class VirtualClock implements Clock, Time {
    #nowMs: number;
    #sleepers: Sleeper[] = [];
    #underWay = 0;

    constructor(nowMs: number) {
        this.#nowMs = nowMs;
    }

    nowMs(): number {
        return this.#nowMs;
    }

    sleep(delayMs: number): Promise<void> {
        return new Promise((wake) => void this.after(delayMs, wake));
    }

    after(delayMs: number, wake: () => void): () => void {
        const sleeper = { atMs: this.#nowMs + Math.max(delayMs, 0), wake };
        this.#sleepers.push(sleeper);
        return () => this.#forget(sleeper);
    }

    /** Time stands still while work of the real world is under way: a call over a socket, say. */
    async standingStill<T>(work: () => Promise<T>): Promise<T> {
        this.#underWay += 1;
        try {
            return await work();
        } finally {
            this.#underWay -= 1;
        }
    }

    /** Lets time pass until the promise is settled. */
    async until<T>(promise: Promise<T>): Promise<T> {
        let isSettled = false;
        const done = promise.finally(() => {
            isSettled = true;
        });
        done.catch(() => undefined);
        await turn();
        while (!isSettled) {
            if (this.#underWay === 0) this.#wakeNext();
            await turn();
        }
        return done;
    }

    #wakeNext(): void {
        const next = this.#sleepers.reduce((one, other) => (other.atMs < one.atMs ? other : one));
        this.#forget(next);
        this.#nowMs = Math.max(this.#nowMs, next.atMs);
        next.wake();
    }

    #forget(sleeper: Sleeper): void {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
    }
}
