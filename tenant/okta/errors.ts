import { randomBytes } from "node:crypto";
import type { Answer } from "../http/answer";
import { Refusal } from "../http/refusal";

interface ErrorKind {
    readonly status: number;
    readonly code: string;
    readonly summary: string;
}

// docs/contracts/okta-api.md 1.8: the vendor's table of codes.
const kinds = {
    validation: { status: 400, code: "E0000001", summary: "Api validation failed" },
    malformed: { status: 400, code: "E0000003", summary: "The request body was not well-formed." },
    mediaType: {
        status: 400,
        code: "E0000021",
        summary: "Bad request.  Accept and/or Content-Type headers are likely not set.",
    },
    parameter: { status: 400, code: "E0000053", summary: "Invalid parameter" },
    search: { status: 400, code: "E0000031", summary: "Invalid search criteria." },
    token: { status: 401, code: "E0000011", summary: "Invalid token provided" },
    denied: { status: 403, code: "E0000006", summary: "You do not have permission to perform the requested action" },
    missing: { status: 404, code: "E0000007", summary: "Not found: Resource not found" },
    path: { status: 404, code: "E0000008", summary: "The requested path was not found" },
    method: { status: 405, code: "E0000022", summary: "The endpoint does not support the provided HTTP method" },
    conflict: { status: 409, code: "E0000195", summary: "Api validation failed due to conflict" },
    length: { status: 411, code: "E0000003", summary: "The request has neither a Content-Length header nor a body." },
    rate: { status: 429, code: "E0000047", summary: "API call exceeded rate limit due to too many requests." },
    internal: { status: 500, code: "E0000009", summary: "Internal Server Error" },
    readOnly: { status: 503, code: "E0000010", summary: "Service is in read only mode" },
} as const satisfies Record<string, ErrorKind>;

/** One kind of Okta error. */
export type OktaErrorKind = keyof typeof kinds;

/** An Okta error as an answer; `summary` replaces the kind's own text. */
export function errorAnswer(kind: OktaErrorKind, summary?: string, causes: readonly string[] = []): Answer {
    const { status, code, summary: usual } = kinds[kind];
    return {
        status,
        body: {
            errorCode: code,
            errorSummary: summary ?? usual,
            errorLink: code,
            errorId: `oae${randomBytes(16).toString("base64url")}`,
            errorCauses: causes.map((errorSummary) => ({ errorSummary })),
        },
    };
}

/** Okta's usual error for this status, or another one of the same class. */
export function errorOfStatus(status: number): Answer {
    const entry = Object.entries(kinds).find(([, kind]) => kind.status === status);
    const other: OktaErrorKind = status < 500 ? "validation" : "internal";
    return { ...errorAnswer((entry?.[0] as OktaErrorKind | undefined) ?? other), status };
}

/** The error for a field or an object that is not valid. */
export function invalid(subject: string, ...causes: string[]): Refusal {
    return new Refusal(errorAnswer("validation", `Api validation failed: ${subject}`, causes));
}

/** The error for an object that does not exist; `type` is the vendor's label, such as `UserGroup`. */
export function notFound(id: string, type: string): Refusal {
    return new Refusal(errorAnswer("missing", `Not found: Resource not found: ${id} (${type})`));
}

/** The error for any other kind of refusal. */
export function refused(kind: OktaErrorKind, ...causes: string[]): Refusal {
    return new Refusal(errorAnswer(kind, undefined, causes));
}
