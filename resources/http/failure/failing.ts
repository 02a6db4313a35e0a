import { STATUS_CODES } from "node:http";
import type { ApiRequest, ApiResponse, Send } from "../send";
import { ApiFailure, type FailureDetails, type FailureKind } from "./api-failure";
import { fitToSay, type Redact } from "./redact";
import { retryAfterMs } from "./untyped";

/** What a vendor's error answer says; what it leaves out follows from the status. */
export interface Explanation {
    readonly kind?: FailureKind | undefined;
    readonly said?: string | undefined;
    readonly code?: string | undefined;
    readonly causes?: readonly string[];
    readonly requestId?: string | undefined;
    readonly remedy?: string | undefined;
}

/** Reads a vendor's error body. Must take any body of any shape: it may be empty, not JSON or another program's. */
export type Explain = (request: ApiRequest, response: ApiResponse) => Explanation;

/** At most this many causes are passed on: a service that lists more repeats itself. */
const mostCauses = 10;

/** Turns every answer that is not a 2xx into an ApiFailure with the service's own words, redacted, and the remedy. */
export function failing(send: Send, explain: Explain, redact: Redact): Send {
    return async (request) => {
        const response = await send(request);
        if (isSuccess(response.status)) return response;
        throw new ApiFailure(detailsOf(request, response, explain(request, response), redact));
    };
}

function detailsOf(
    request: ApiRequest,
    response: ApiResponse,
    explanation: Explanation,
    redact: Redact,
): FailureDetails {
    const { status, headers } = response;
    const { code, requestId, remedy, causes = [], kind = kindOf(status) } = explanation;
    const afterMs = retryAfterMs(headers);
    return {
        kind,
        said: fitToSay(explanation.said ?? "", redact) || STATUS_CODES[status] || "An answer with an unknown status",
        method: request.method,
        path: redact(request.path),
        status,
        mayHaveHappened: kind === "unavailable" && !readsOnly(request),
        ...(causes.length > 0 ? { causes: causes.slice(0, mostCauses).map((cause) => fitToSay(cause, redact)) } : {}),
        ...(requestId ? { requestId: fitToSay(requestId, redact) } : {}),
        ...(code ? { code: fitToSay(code, redact) } : {}),
        ...(remedy ? { remedy } : {}),
        ...(afterMs === undefined ? {} : { retryAfterMs: afterMs }),
    };
}

/** Whether the service says that it did what was asked. */
export function isSuccess(status: number | undefined): boolean {
    return status !== undefined && status >= 200 && status < 300;
}

/** Whether the request changes nothing, however often it is sent. */
export function readsOnly(request: ApiRequest): boolean {
    return request.method === "GET" || request.readsOnly === true;
}

const kinds: Readonly<Record<number, FailureKind>> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    // The service gave up waiting for the request.
    408: "unavailable",
    409: "conflict",
    410: "not-found",
    412: "conflict",
    429: "rate-limited",
    // Never better on a second try (RFC 9110, 15.6.2 and 15.6.6).
    501: "rejected",
    505: "rejected",
};

/** The kind of a failure, judged by the status alone. */
export function kindOf(status: number): FailureKind {
    return kinds[status] ?? (status >= 500 ? "unavailable" : "rejected");
}
