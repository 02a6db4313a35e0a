import { ApiFailure } from "../../http/failure/api-failure";
import { Outdated } from "../../http/failure/not-sent";
import type { Pause } from "../../http/retry/retrying";
import type { Seen } from "../../http/send";
import type { Moment } from "../../http/time/clock";
import { perConnection } from "../shared/per-connection";

/**
 * Milliseconds after which a look is too old to decide on a write. What somebody changes in this time is lost, so it is short;
 * but a look takes up to four requests after the one that decides, and under a tight rate limit each wasted look uses up what the
 * writes need. A slow service answers within 2 s.
 */
const lookIsFreshMs = 10_000;

/** What a write carries along: when the look was taken that decided it. */
export const fresh = (seenAt: Moment): Seen => ({ seenAt, freshMs: lookIsFreshMs });

/** The most looks for one write: as many as the tries of a failing call. */
const looksAtMost = 5;

/**
 * Read-then-write: looks, then writes what that look allows. Both are repeated when the write was held back until the look was
 * too old, and when a DELETE may or may not have happened: nothing is deleted twice on one look. Repetitions run one at a time
 * for each connection and newcomers queue behind them, because many looks at once would use up the budget that the writes need.
 */
export async function onFreshLook<Look, Result>(
    connection: { readonly pause: Pause },
    look: () => Promise<Look>,
    write: (seen: Look) => Promise<Result>,
): Promise<Result> {
    const once = async (): Promise<Result | Undecided> => {
        const seen = await look();
        return write(seen).catch((failure: unknown) => {
            if (isUndecided(failure)) return new Undecided(failure);
            throw failure;
        });
    };
    let result = await (lanes(connection).waiting > 0 ? alone(connection, once) : once());
    for (let tries = 1; result instanceof Undecided && tries < looksAtMost; tries += 1) {
        const { failure } = result;
        if (!(failure instanceof Outdated)) await connection.pause(tries, failure);
        result = await alone(connection, once);
    }
    if (result instanceof Undecided) throw result.failure;
    return result;
}

/** A write that is to be decided on anew. */
class Undecided {
    constructor(readonly failure: ApiFailure) {}
}

function isUndecided(failure: unknown): failure is ApiFailure {
    if (failure instanceof Outdated) return true;
    return failure instanceof ApiFailure && failure.details.method === "DELETE" && failure.mayHaveHappened;
}

interface Lane {
    last: Promise<unknown>;
    /** Those in it, the running one included. */
    waiting: number;
}

const lanes = perConnection((_connection: object): Lane => ({ last: Promise.resolve(), waiting: 0 }));

async function alone<T>(connection: object, act: () => Promise<T>): Promise<T> {
    const lane = lanes(connection);
    lane.waiting += 1;
    const run = lane.last.then(act);
    lane.last = run.catch(() => undefined);
    try {
        return await run;
    } finally {
        lane.waiting -= 1;
    }
}
