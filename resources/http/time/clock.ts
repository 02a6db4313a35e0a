/** The time, and waiting: tests fake the timers, and the soak test speeds them up. */
export interface Clock {
    /** Epoch milliseconds. */
    nowMs(): number;
    sleep(delayMs: number): Promise<void>;
}

/** This machine's clock. Looks the timers up at each call, so that faked ones are used. */
export const systemClock: Clock = {
    nowMs: () => Date.now(),
    sleep: (delayMs) => new Promise((resolve) => void setTimeout(resolve, delayMs)),
};

/** A moment by two clocks: the time of day may be set back, and the steady one stands still while the machine sleeps. */
export interface Moment {
    /** Epoch milliseconds. */
    readonly timeMs: number;
    readonly steadyMs: number;
}

/** This moment. */
export const now = (clock: Clock = systemClock): Moment => ({
    timeMs: clock.nowMs(),
    steadyMs: performance.now(),
});

/** Milliseconds since a moment, by the clock that has gone further. */
export function msSince(moment: Moment, clock: Clock = systemClock): number {
    const { timeMs, steadyMs } = now(clock);
    return Math.max(timeMs - moment.timeMs, steadyMs - moment.steadyMs);
}

/** The earliest of these moments. If there are none, a moment so long ago that nothing can rest on it. */
export function earliest(moments: readonly Moment[]): Moment {
    const least = (times: readonly number[]) => (times.length > 0 ? Math.min(...times) : Number.NEGATIVE_INFINITY);
    return {
        timeMs: least(moments.map(({ timeMs }) => timeMs)),
        steadyMs: least(moments.map(({ steadyMs }) => steadyMs)),
    };
}
