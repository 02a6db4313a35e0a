import { ApiFailure } from "../http/api-failure";
import { perConnection } from "./per-connection";

/** Milliseconds after which what was seen is too old to decide on a write: pass it as `startWithinMs`. */
export const lookIsFreshMs = 10_000;

/** How often is looked again at most, alone. */
const looksAloneAtMost = 3;

/**
 * Looks, then writes what rests on the look. When the rate limit held the write back until the look was too old, both are
 * repeated; then one at a time for each connection, because many looks at once use up the budget that the writes need.
 */
export async function onFreshLook<Seen, Result>(
    connection: object,
    look: () => Promise<Seen>,
    write: (seen: Seen) => Promise<Result>,
): Promise<Result> {
    const once = async (): Promise<Result | TooOld> => {
        const seen = await look();
        return write(seen).catch((failure: unknown) => {
            if (failure instanceof ApiFailure && failure.kind === "rate-limited") return new TooOld(failure);
            throw failure;
        });
    };
    let result = await once();
    for (let number = 1; result instanceof TooOld && number <= looksAloneAtMost; number += 1) {
        result = await alone(connection, once);
    }
    if (result instanceof TooOld) throw result.failure;
    return result;
}

class TooOld {
    constructor(readonly failure: ApiFailure) {}
}

const lanes = perConnection((_connection: object): { last: Promise<unknown> } => ({ last: Promise.resolve() }));

function alone<T>(connection: object, act: () => Promise<T>): Promise<T> {
    const lane = lanes(connection);
    const run = lane.last.then(act);
    lane.last = run.catch(() => undefined);
    return run;
}
