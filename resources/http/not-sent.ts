import { ApiFailure, type FailureKind } from "./api-failure";
import type { ApiRequest } from "./send";

/** A call that we held back ourselves: trying again would end the same. */
export class NotSent extends ApiFailure {
    constructor({ method, path }: ApiRequest, kind: FailureKind, said: string, remedy?: string) {
        super({ kind, said, method, path, mayHaveHappened: false, wasSent: false, ...(remedy ? { remedy } : {}) });
    }
}

/** The call's deadline passed while it waited, for a token say. */
export function outOfTime(request: ApiRequest): NotSent {
    const said = "The time for this call ran out before it could be sent";
    return new NotSent(request, "unavailable", said, "Run the same command again, or with fewer changes at once.");
}

/** Nobody waits for this call's result any more. */
export function runEnded(request: ApiRequest): NotSent {
    return new NotSent(request, "unavailable", "The run was interrupted, so this call was not sent");
}
