import { ApiFailure, type FailureDetails, type FailureKind } from "./api-failure";

/** The call that a failure is about. */
type Call = Pick<FailureDetails, "method" | "path">;

/** A call that we held back ourselves: another try would end the same way. */
export class NotSent extends ApiFailure {
    constructor({ method, path }: Call, kind: FailureKind, said: string, remedy?: string) {
        super({ kind, said, method, path, mayHaveHappened: false, wasSent: false, ...(remedy ? { remedy } : {}) });
    }
}

/**
 * A write that was not sent, because what it rests on may have changed since it was read. Reading it again helps, unless
 * each read takes too long.
 */
export class Outdated extends NotSent {
    /** @param ageMs Milliseconds since the read, up to now or up to the moment when the call could be sent. */
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

/** The call's deadline passed while it waited, for example for a token. */
export function outOfTime(request: Call): NotSent {
    const said = "The time for this call ran out before it could be sent";
    return new NotSent(request, "unavailable", said, "Run the same command again, or with fewer changes at once.");
}

/** The run has ended, so nobody waits for this call's result any more. */
export function runEnded(request: Call): NotSent {
    return new NotSent(request, "unavailable", "The run was interrupted, so this call was not sent");
}
