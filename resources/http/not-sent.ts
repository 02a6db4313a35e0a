import { ApiFailure, type FailureKind } from "./api-failure";
import type { ApiRequest } from "./send";

/** A call that we held back ourselves: trying again would end the same. */
export class NotSent extends ApiFailure {
    constructor({ method, path }: ApiRequest, kind: FailureKind, said: string, remedy?: string) {
        super({ kind, said, method, path, mayHaveHappened: false, ...(remedy ? { remedy } : {}) });
    }
}

/** Nobody waits for this call's result any more. */
export function runEnded(request: ApiRequest): NotSent {
    return new NotSent(request, "unavailable", "The run has ended, so this call was not sent");
}
