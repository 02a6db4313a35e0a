import { setImmediate as turn } from "node:timers/promises";
import sinon, { type SinonFakeTimers } from "sinon";
import type { Time } from "../../../tenant";

// Taken before any timer is faked.
const nextTurn = turn;

/** Turns of the event loop in which nothing happens that is worth waiting for, once everybody waits for the clock. */
const quietTurns = 12;

/**
 * The clock of this whole process, which passes only when nothing else is left to do: an hour of waiting costs no time, and
 * no expectation depends on how busy the machine is.
 */
export class SimulatedTime implements Time {
    readonly #clock: SinonFakeTimers;
    /** Timers that outlive a run: the tenant's. */
    readonly #lasting = new Set<number>();

    constructor(nowMs: number) {
        this.#clock = sinon.useFakeTimers({
            now: nowMs,
            toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"],
        });
        const fake = globalThis.setTimeout;
        // Node waits a millisecond at least, sinon none: who sleeps through fractions would sleep for ever.
        const asNode = (run: () => void, delayMs = 1, ...rest: []) => fake(run, Math.max(delayMs, 1), ...rest);
        Object.assign(globalThis, { setTimeout: asNode });
    }

    nowMs(): number {
        return Date.now();
    }

    after(delayMs: number, run: () => void): () => void {
        const id = idOf(setTimeout(done, delayMs));
        const lasting = this.#lasting;
        lasting.add(id);
        function done(): void {
            lasting.delete(id);
            run();
        }
        return () => {
            lasting.delete(id);
            clearTimeout(id);
        };
    }

    /**
     * Lets time pass until the promise is settled. `idle` is called when nothing is left that could settle it: a process
     * of its own would end then. While it `isAsking` somebody, what is left are their timers.
     */
    async until<T>(promise: Promise<T>, isAsking: () => boolean, idle: () => void): Promise<T> {
        let isSettled = false;
        const settled = () => {
            isSettled = true;
        };
        promise.then(settled, settled);
        for (let isIdle = false; !isSettled; ) {
            for (let quiet = 0; quiet < quietTurns && !isSettled; quiet += 1) await nextTurn();
            if (isSettled) break;
            const left = this.#clock.countTimers() - (isAsking() ? 0 : this.#lasting.size);
            if (left > 0) this.#clock.next();
            else if (isIdle) throw new Error("The run neither ends nor waits for anything.");
            else {
                isIdle = true;
                idle();
            }
        }
        return promise;
    }

    /** Lets so many milliseconds pass in which nobody does anything but what was begun. */
    async pass(durationMs: number): Promise<void> {
        await this.#clock.tickAsync(durationMs);
    }

    /** Everything that is under way and does not wait for the clock comes to rest. */
    async settle(): Promise<void> {
        for (let quiet = 0; quiet < quietTurns; quiet += 1) await nextTurn();
    }

    /** What a killed process waited for never comes. */
    forgetWaits(): void {
        const timers = Reflect.get(this.#clock, "timers") as Map<number, unknown> | undefined;
        for (const id of [...(timers?.keys() ?? [])]) if (!this.#lasting.has(id)) clearTimeout(id);
    }

    restore(): void {
        this.#clock.restore();
    }
}

const idOf = (timer: NodeJS.Timeout): number => Number(timer);
