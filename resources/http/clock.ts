/** The time, and the waiting for it: tests fake the timers, the soak speeds them up. */
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
