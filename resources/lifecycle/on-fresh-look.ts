import { ApiFailure } from "../http/api-failure";

/** Milliseconds after which what was seen is too old to decide on a write: pass it as `startWithinMs`. */
export const lookIsFreshMs = 10_000;

/** How often is looked at most. */
const looksAtMost = 3;

/**
 * Runs a look together with the write that rests on it, and runs both again when the rate limit held the write back until
 * the look was too old.
 */
export async function onFreshLook<T>(lookAndWrite: () => Promise<T>): Promise<T> {
    for (let look = 1; ; look += 1) {
        try {
            return await lookAndWrite();
        } catch (failure) {
            const isTooOld = failure instanceof ApiFailure && failure.kind === "rate-limited";
            if (!isTooOld || look === looksAtMost) throw failure;
        }
    }
}
