import type { FailureKind } from "../../http/api-failure";
import type { Explanation } from "../../http/failing";
import { kindOf } from "../../http/failing";
import type { ApiRequest } from "../../http/send";

const remedies: Partial<Record<FailureKind, string>> = {
    unauthenticated: "Give a valid Okta credential: OKTA_API_TOKEN, or OKTA_API_CLIENT_ID with its key.",
    forbidden: "Give the credential the scopes and the administrator role that this call needs.",
    "rate-limited": "Run again later, or with fewer changes at once.",
    unavailable: "Run again; see status.okta.com if it persists.",
};

/** Kind and remedy of a refusal by Okta. */
export function remedyFor(
    _request: ApiRequest,
    status: number,
    code: string | undefined,
): Pick<Explanation, "kind" | "remedy"> {
    // "You do not have permission to access the feature": a 401 that no new token mends (Okta error codes).
    const kind = code === "E0000015" ? "forbidden" : kindOf(status);
    const remedy = remedies[kind];
    return { kind, ...(remedy ? { remedy } : {}) };
}
