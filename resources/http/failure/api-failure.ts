/** What a caller can do about a failure. Code branches on this kind alone, never on the status. */
export type FailureKind =
    | "not-found"
    | "conflict"
    | "rate-limited"
    | "forbidden"
    | "unauthenticated"
    | "rejected"
    | "unavailable";

/** What is known about a call that failed. */
export interface FailureDetails {
    readonly kind: FailureKind;
    /** The service's own words, or ours when it said nothing. Never a credential, never a whole body. */
    readonly said: string;
    readonly method: string;
    readonly path: string;
    /** Absent when no answer came. */
    readonly status?: number;
    /** The service's id of the request, for its support. */
    readonly requestId?: string;
    /** The service's own code, e.g. "E0000007" (Okta) or "resource_does_not_exist" (OPA). */
    readonly code?: string;
    /** Further causes that the service listed. */
    readonly causes?: readonly string[];
    /** Milliseconds that the service asked us to wait. */
    readonly retryAfterMs?: number;
    /** One imperative sentence. */
    readonly remedy?: string;
    /** Whether the call may have taken effect nevertheless. Default: follows from method, kind and status. */
    readonly mayHaveHappened?: boolean;
    /** False if we held the call back ourselves. Default true. */
    readonly wasSent?: boolean;
}

/** A call that did not succeed: what went wrong, where, and how to fix it. */
export class ApiFailure extends Error {
    override readonly name = "ApiFailure";
    readonly kind: FailureKind;
    readonly status: number | undefined;
    /**
     * True for a write whose effect is unknown: no answer after it was sent, a 5xx, or a 2xx that could not be read.
     * Look for its effect before sending it again.
     */
    readonly mayHaveHappened: boolean;

    constructor(readonly details: FailureDetails) {
        super(sentence(details));
        this.kind = details.kind;
        this.status = details.status;
        this.mayHaveHappened = details.mayHaveHappened ?? (details.kind === "unavailable" && details.method !== "GET");
    }
}

function sentence({
    said,
    causes = [],
    method,
    path,
    status,
    requestId,
    remedy,
    wasSent = true,
}: FailureDetails): string {
    const what = [said, ...causes].join("; ").replace(/\.$/, "");
    const answer = status ?? (wasSent ? "no answer" : undefined);
    const where = [`${method} ${path}`, answer, requestId && `request ${requestId}`].filter(
        (part) => part !== undefined,
    );
    return `${what}: ${where.join(", ")}.${remedy ? ` ${remedy}` : ""}`;
}
