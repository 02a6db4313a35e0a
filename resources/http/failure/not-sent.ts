import { ApiFailure, type FailureDetails, type FailureKind } from "./api-failure";

/** Which call. */
type Call = Pick<FailureDetails, "method" | "path">;

/** A call that we held back ourselves: trying again would end the same. */
export class NotSent extends ApiFailure {
    constructor({ method, path }: Call, kind: FailureKind, said: string, remedy?: string) {
        super({ kind, said, method, path, mayHaveHappened: false, wasSent: false, ...(remedy ? { remedy } : {}) });
    }
}

/**
 * A write that was not sent, because what was seen before it may have changed since. Looking again helps, unless each look takes
 * too long.
 */
export class Outdated extends NotSent {
    /** @param ageMs Milliseconds since that was seen, now or when the call's turn would come. */
    constructor(request: Call, ageMs: number) {
        const seconds = Math.ceil(ageMs / 1000);
        super(
            request,
            "unavailable",
            `What this call was decided on was seen ${seconds} s before it could be sent and may have changed since, so it was not sent`,
            "Run the same command again, or with fewer changes at once.",
        );
    }
}

/** The call's deadline passed while it waited, for a token say. */
export function outOfTime(request: Call): NotSent {
    const said = "The time for this call ran out before it could be sent";
    return new NotSent(request, "unavailable", said, "Run the same command again, or with fewer changes at once.");
}

/** Nobody waits for this call's result any more. */
export function runEnded(request: Call): NotSent {
    return new NotSent(request, "unavailable", "The run was interrupted, so this call was not sent");
}
