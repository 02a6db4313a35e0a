import type { Clock } from "./clock";

/** Tells the person in front of the run about a wait. */
export type Announce = (delayMs: number, waitsFor: string) => void;

/** Waits shorter than this pass unannounced: nobody wonders yet whether the run hangs. */
const worthSayingMs = 3_000;

/** Announces long waits as lines like `okta: waiting 12 s for the rate limit of /api/v1/groups (until 14:03:22)`. */
export function announcing(api: string, clock: Clock, say: (line: string) => void): Announce {
    return (delayMs, waitsFor) => {
        if (delayMs < worthSayingMs) return;
        const until = new Date(clock.nowMs() + delayMs).toTimeString().slice(0, 8);
        say(`${api}: waiting ${Math.ceil(delayMs / 1000)} s for ${waitsFor} (until ${until})`);
    };
}

/** Writes a line where `pulumi up` shows it: what a provider writes to stderr appears as information. */
export function sayOnStderr(line: string): void {
    process.stderr.write(`${line}\n`);
}
