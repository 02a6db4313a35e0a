import type { Clock } from "./clock";

/**
 * Waits so many milliseconds, and announces a long wait for `waitsFor` if that is given. Rejects with RunOver when the run has
 * ended.
 */
export type Wait = (delayMs: number, waitsFor?: string) => Promise<void>;

/** The run this process serves is over: nobody waits for anything any more. */
export class RunOver extends Error {
    override readonly name = "RunOver";

    constructor() {
        super("The run was interrupted");
    }
}

/** Shorter waits, in milliseconds, are not announced: nobody wonders yet whether the run hangs. */
export const worthSayingMs = 3_000;

/** How often a long wait asks whether the run still goes on. */
const askEveryMs = 1_000;

/** Announces long waits as lines like `okta: waiting 12 s for the rate limit of /api/v1/groups (until 14:03:22)`. */
export function waiting(
    api: string,
    clock: Clock,
    say: (line: string) => void,
    runIsOver: () => Promise<boolean>,
): Wait {
    return async (delayMs, waitsFor) => {
        const untilMs = clock.nowMs() + delayMs;
        if (waitsFor && delayMs >= worthSayingMs) {
            say(`${api}: waiting ${forWhat(delayMs, waitsFor, untilMs)}`);
        }
        for (let leftMs = delayMs; leftMs > 0; leftMs = untilMs - clock.nowMs()) {
            await clock.sleep(Math.min(leftMs, askEveryMs));
            if (delayMs > askEveryMs && (await runIsOver())) throw new RunOver();
        }
    };
}

/** `12 s for the rate limit of /api/v1/groups (until 14:03:22)`, in local time. */
export function forWhat(delayMs: number, waitsFor: string, untilMs: number): string {
    const until = new Date(untilMs).toTimeString().slice(0, 8);
    return `${Math.ceil(delayMs / 1000)} s for ${waitsFor} (until ${until})`;
}
