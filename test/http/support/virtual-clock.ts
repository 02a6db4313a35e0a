import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../../resources/http/clock";

/** A clock whose time passes only when nothing else is left to do: an hour of waiting costs milliseconds. */
export class VirtualClock implements Clock {
    #nowMs: number;
    #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

    constructor(nowMs: number) {
        this.#nowMs = nowMs;
    }

    nowMs(): number {
        return this.#nowMs;
    }

    sleep(delayMs: number): Promise<void> {
        return new Promise((wake) => void this.#sleepers.push({ atMs: this.#nowMs + Math.max(delayMs, 0), wake }));
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
            const next = this.#sleepers.reduce((one, other) => (other.atMs < one.atMs ? other : one));
            this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
            this.#nowMs = Math.max(this.#nowMs, next.atMs);
            next.wake();
            await turn();
        }
        return done;
    }
}
