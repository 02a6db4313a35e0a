/** The time, and the waiting for it: tests fake the timers, the soak speeds them up. */
export interface Clock {
    /** Epoch milliseconds. */
    nowMs(): number;
    /** Resolves after that many milliseconds; rejects with the signal's reason when it is aborted before. */
    sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay a Node timer takes; longer ones fire at once (Node documentation, setTimeout). */
const longestTimerMs = 2 ** 31 - 1;

/** This machine's clock. Looks the timers up at each call, so that faked ones are used. */
export const systemClock: Clock = {
    nowMs: () => Date.now(),
    sleep: (delayMs, signal) =>
        new Promise((resolve, reject) => {
            signal?.throwIfAborted();
            const stop = () => {
                clearTimeout(timer);
                reject(signal?.reason);
            };
            const timer = setTimeout(
                () => {
                    signal?.removeEventListener("abort", stop);
                    resolve();
                },
                Math.min(Math.max(delayMs, 0), longestTimerMs),
            );
            signal?.addEventListener("abort", stop, { once: true });
        }),
};
