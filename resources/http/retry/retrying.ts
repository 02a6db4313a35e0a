import { ApiFailure, type FailureDetails } from "../failure/api-failure";
import { isSuccess, readsOnly } from "../failure/failing";
import { NotSent, runEnded } from "../failure/not-sent";
import type { ApiRequest, Send } from "../send";
import { type Clock, msSince } from "../time/clock";
import { RunOver, type Wait } from "../time/wait";

export interface RetryPolicy {
    /** Tries in all, the first included, after failures other than a rate limit. Default 5. */
    readonly attempts: number;
    /** Tries in all when each is refused by a rate limit; the waits between them are the budget's. Default 10. */
    readonly attemptsWhenLimited: number;
    /** The mean of the first wait is half of this; it doubles with each try. Default 1000. */
    readonly firstDelayMs: number;
    /** No single wait is longer. Default 30,000: the longest wait of Okta's own SDK for OPA. */
    readonly maxDelayMs: number;
    /** The whole call, with its tries and waits. Default 15 minutes: a rate window is 60 s, and a run may queue for several. */
    readonly deadlineMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
    attempts: 5,
    attemptsWhenLimited: 10,
    firstDelayMs: 1_000,
    maxDelayMs: 30_000,
    deadlineMs: 900_000,
};

/**
 * Milliseconds to wait once try number `attempt` (1 = first) has failed; undefined means give up.
 * `jitter` is between 0 and 1; the wait is spread evenly, so that calls that failed together do not return together.
 */
export function delayAfter(
    attempt: number,
    request: ApiRequest,
    failure: ApiFailure,
    policy: RetryPolicy,
    jitter: number,
): number | undefined {
    if (failure instanceof NotSent) return undefined;
    // The budget holds the next try back until the service takes calls again, once for all that wait.
    if (failure.kind === "rate-limited") return attempt < policy.attemptsWhenLimited ? 0 : undefined;
    if (failure.kind !== "unavailable") return undefined;
    // What the service has done it must not be asked to do again, even if its answer could not be read.
    if (isSuccess(failure.status)) return undefined;
    // A POST that failed with a 5xx or without an answer may still have created something: look for it instead.
    if (request.method === "POST" && !readsOnly(request) && failure.mayHaveHappened) return undefined;
    // Nor is a deletion repeated without another look: what was empty may have been filled since.
    if (request.method === "DELETE" && request.restsOn && failure.mayHaveHappened) return undefined;
    return backoffAfter(attempt, failure, policy, jitter);
}

/** Milliseconds to wait after that many tries; undefined when there were enough. */
function backoffAfter(attempt: number, failure: ApiFailure, policy: RetryPolicy, jitter: number): number | undefined {
    if (attempt >= policy.attempts) return undefined;
    const backoffMs = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.maxDelayMs) * jitter;
    return Math.min(Math.max(backoffMs, failure.details.retryAfterMs ?? 0), policy.maxDelayMs);
}

export interface Retrying {
    readonly policy: RetryPolicy;
    readonly clock: Clock;
    readonly wait: Wait;
    /** Between 0 and 1. */
    readonly random: () => number;
}

/** Sends again what may be sent again, as the failure's kind allows it, until the policy's deadline or the call's own. */
export function retrying(send: Send, means: Retrying): Send {
    const { policy, clock, random } = means;
    return async (request) => {
        const deadlineMs = clock.nowMs() + policy.deadlineMs;
        const startByMs = Math.min(deadlineMs, clock.nowMs() + leftMs(request, clock));
        for (let number = 1; ; number += 1) {
            try {
                return await send({ ...request, attempt: { number, deadlineMs, startByMs } });
            } catch (failure) {
                if (!(failure instanceof ApiFailure)) throw failure;
                const delayMs = delayAfter(number, request, failure, policy, random());
                if (delayMs === undefined || clock.nowMs() + delayMs > startByMs) throw failure;
                await waitForTry(request, delayMs, means);
            }
        }
    };
}

/** Milliseconds for which the read that the call rests on is still fresh. */
function leftMs({ restsOn }: ApiRequest, clock: Clock): number {
    return restsOn ? restsOn.freshMs - msSince(restsOn.seenAt, clock) : Number.POSITIVE_INFINITY;
}

/**
 * Waits, as long as `retrying` would, before something is repeated that may have happened already. Throws the failure after
 * the last try.
 */
export type Pause = (tries: number, failure: ApiFailure) => Promise<void>;

/** Makes the pause for repetitions that `retrying` does not do itself. */
export function pausing(means: Retrying): Pause {
    return async (tries, failure) => {
        const delayMs = backoffAfter(tries, failure, means.policy, means.random());
        if (delayMs === undefined) throw failure;
        await waitForTry(failure.details, delayMs, means);
    };
}

async function waitForTry(
    { method, path }: Pick<FailureDetails, "method" | "path">,
    delayMs: number,
    { wait }: Retrying,
): Promise<void> {
    await wait(delayMs, `another try of ${method} ${path}`).catch((reason: unknown) => {
        throw reason instanceof RunOver ? runEnded({ method, path }) : reason;
    });
}
