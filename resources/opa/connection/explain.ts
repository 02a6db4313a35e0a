import type { FailureKind } from "../../http/failure/api-failure";
import { type Explanation, kindOf } from "../../http/failure/failing";
import { at, listAt, textAt } from "../../http/failure/untyped";
import type { ApiRequest, ApiResponse } from "../../http/send";
import { rightsFor } from "./rights";
import { unmetConditions } from "./unmet-conditions";

/** OPA's id of a call, if it gives one: its documentation names no header for it. */
export function requestIdOf({ headers }: ApiResponse): string | undefined {
    return headers.get("x-request-id") ?? headers.get("x-okta-request-id") ?? undefined;
}

/** Explains an error by its body: one of the four shapes that Okta's SDK for OPA knows, or none of them. */
export function explain(request: ApiRequest, response: ApiResponse): Explanation {
    const { body, status } = response;
    const unmet = status === 403 ? unmetConditions(body) : undefined;
    if (unmet) return { kind: "forbidden", requestId: requestIdOf(response), ...unmet };
    const kind = kindIn(request, response);
    // The SDK's models call it "nottype", which is probably a mistake of its generator.
    const code = textAt(body, "type") ?? textAt(body, "nottype");
    return {
        kind,
        code,
        said: textAt(body, "message") ?? textAt(body, "error"),
        causes: [...listAt(body, "errors").flatMap(fieldCause), ...listAt(body, "error_cause").flatMap(placeCause)],
        requestId: requestIdOf(response),
        remedy: remedyOfCode[code ?? ""] ?? remedies[kind](request),
    };
}

function kindIn(request: ApiRequest, { status }: ApiResponse): FailureKind {
    // With a token that was just renewed, a 401 is about the role (Okta's SDK for OPA: "an endpoint without an appropriate
    // role").
    if (status === 401 && !asksForToken(request)) return "forbidden";
    return kindOf(status);
}

function asksForToken({ path }: ApiRequest): boolean {
    return path.endsWith("/service_token");
}

/** One imperative sentence for each kind. */
const remedies: Readonly<Record<FailureKind, (request: ApiRequest) => string>> = {
    "not-found": () =>
        "Check that it exists and that the service user is allowed to see it: OPA answers 404 in both cases.",
    conflict: () => "Check what already exists, then adopt it or choose another name.",
    "rate-limited": () => "Run the same command again later, or with fewer changes at once.",
    forbidden: (request) => `Give the service user ${rightsFor(request)}.`,
    unauthenticated: () =>
        "Check OKTAPAM_KEY, OKTAPAM_SECRET and OKTAPAM_TEAM (opa:key, opa:secret, opa:team); the key may have expired.",
    rejected: () => "Correct what OPA names, then run the same command again.",
    unavailable: () => "Run the same command again; check status.okta.com if it keeps failing.",
};

/** For a 403 that no right fixes (Advanced Server Access, "Errors"). */
const remedyOfCode: Readonly<Record<string, string>> = {
    quota_exceeded: "Delete what is no longer needed, or ask Okta for a higher quota.",
    disabled_team: "Set opa:team (OKTAPAM_TEAM) to a team that is in use, or ask Okta to enable this one.",
};

/** `{ path, message }` of an APIError. */
function fieldCause(error: unknown): string[] {
    const parts = [textAt(error, "path"), textAt(error, "message")].filter((part) => part !== undefined);
    return parts.length > 0 ? [parts.join(": ")] : [];
}

/** `{ error, location_type, location }` of a workload endpoint. */
function placeCause(cause: unknown): string[] {
    const error = textAt(cause, "error");
    const place = ["location_type", "location"].map((key) => at(cause, key)).filter((part) => typeof part === "string");
    return error ? [place.length > 0 ? `${error} (${place.join(" ")})` : error] : [];
}
