import { STATUS_CODES } from "node:http";
import { ApiFailure, type FailureDetails, type FailureKind } from "./api-failure";
import type { Redact } from "./redact";
import type { ApiRequest, ApiResponse, Send } from "./send";

/** What a vendor's answer says of itself; what it leaves out is filled in from the status. */
export type Explanation = Partial<
    Pick<FailureDetails, "kind" | "said" | "code" | "causes" | "requestId" | "remedy" | "retryAfterMs">
>;

/** Reads a vendor's error body. Must take any body of any shape: it may be empty, not JSON or another program's. */
export type Explain = (request: ApiRequest, response: ApiResponse) => Explanation;

/** Turns every answer that is not a 2xx into an ApiFailure with the service's own words, redacted, and the remedy. */
export function failing(send: Send, explain: Explain, redact: Redact): Send {
    return async (request) => {
        const response = await send(request);
        if (isSuccess(response.status)) return response;
        const explanation = explain(request, response);
        const kind = explanation.kind ?? kindOf(response.status);
        throw new ApiFailure({
            ...explanation,
            said: redact(explanation.said || STATUS_CODES[response.status] || "An answer with an unknown status"),
            causes: (explanation.causes ?? []).map(redact),
            kind,
            method: request.method,
            path: request.path,
            status: response.status,
            mayHaveHappened: kind === "unavailable" && !readsOnly(request),
        });
    };
}

export function isSuccess(status: number | undefined): boolean {
    return status !== undefined && status >= 200 && status < 300;
}

/** Whether sending the request any number of times changes nothing. */
export function readsOnly(request: ApiRequest): boolean {
    return request.method === "GET" || request.readsOnly === true;
}

const kinds: Readonly<Record<number, FailureKind>> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    408: "unavailable",
    409: "conflict",
    410: "not-found",
    412: "conflict",
    429: "rate-limited",
    // Never better on a second try (RFC 9110, 15.6.2).
    501: "rejected",
};

/** The kind of a failure as far as the status alone tells it. */
export function kindOf(status: number): FailureKind {
    return kinds[status] ?? (status >= 500 ? "unavailable" : "rejected");
}
