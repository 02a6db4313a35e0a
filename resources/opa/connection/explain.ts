import type { FailureKind } from "../../http/api-failure";
import { type Explanation, kindOf } from "../../http/failing";
import type { ApiRequest, ApiResponse } from "../../http/send";

const remedies: Partial<Record<FailureKind, string>> = {
    unauthenticated: "Check OKTAPAM_KEY, OKTAPAM_SECRET and OKTAPAM_TEAM; the key may have expired.",
    forbidden: "Give the service user the OPA role, or a policy with the privilege, that this call needs.",
    "not-found": "Check the name or id; OPA says the same when the service user may not see the object.",
    "rate-limited": "Run again later.",
    unavailable: "Run again; see status.okta.com if it persists.",
};

/** Reads OPA's error bodies, all four shapes (contracts: APIError, role and not-found models, access methods, workload). */
export function explain(request: ApiRequest, response: ApiResponse): Explanation {
    const body = (typeof response.body === "object" && response.body !== null ? response.body : {}) as Record<
        string,
        unknown
    >;
    const said = text(body["message"]) ?? text(body["error"]);
    const errors = Array.isArray(body["errors"]) ? body["errors"] : [];
    const code = text(body["nottype"]) ?? text(body["type"]);
    const requestId = response.headers.get("x-request-id") ?? undefined;
    // A 401 after the token has been renewed means a missing role (Okta's SDK: "an endpoint without an appropriate role").
    const isRole = response.status === 401 && !request.path.endsWith("/service_token");
    const kind = isRole ? "forbidden" : kindOf(response.status);
    const remedy = remedies[kind];
    return {
        kind,
        causes: errors.flatMap(causeIn),
        ...(said === undefined ? {} : { said }),
        ...(code === undefined ? {} : { code }),
        ...(requestId === undefined ? {} : { requestId }),
        ...(remedy === undefined ? {} : { remedy }),
    };
}

function causeIn(error: unknown): string[] {
    if (typeof error !== "object" || error === null) return [];
    const { path, message } = error as Record<string, unknown>;
    return [[text(path), text(message)].filter((part) => part !== undefined).join(": ")].filter(
        (cause) => cause !== "",
    );
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
