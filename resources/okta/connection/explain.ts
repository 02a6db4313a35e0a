import type { FailureKind } from "../../http/failure/api-failure";
import { type Explanation, kindOf, readsOnly } from "../../http/failure/failing";
import { listAt, textAt } from "../../http/failure/untyped";
import type { ApiRequest, ApiResponse } from "../../http/send";

/** Okta's id of a call, for its support and its System Log. */
export function requestIdOf({ headers }: ApiResponse): string | undefined {
    return headers.get("x-okta-request-id") ?? undefined;
}

/** Explains an error by its body: in Okta's own shape, OAuth's, or neither. */
export function explain(request: ApiRequest, response: ApiResponse): Explanation {
    const { body } = response;
    const challenge = challengeIn(response.headers);
    const code = textAt(body, "errorCode") ?? textAt(body, "error") ?? challenge["error"];
    if (isForeign(request, response)) return foreign;
    const kind = kindOfCode[code ?? ""] ?? kindOf(response.status);
    const causes = listAt(body, "errorCauses").flatMap((cause) => textAt(cause, "errorSummary") ?? []);
    return {
        kind,
        code,
        causes,
        said: textAt(body, "errorSummary") ?? textAt(body, "error_description") ?? challenge["error_description"],
        requestId: requestIdOf(response) ?? textAt(body, "errorId"),
        remedy: remedies[kind](request),
    };
}

/** Statuses that say what exists, or that something was refused. Nothing is concluded from them unless Okta itself answers. */
const deciding: readonly number[] = [400, 404, 409, 410, 412];

/** All errors of Okta's API have a code in the body (developer.okta.com, "Error codes"); a gateway's 404 says nothing of a group. */
function isForeign({ path }: ApiRequest, { status, headers, body }: ApiResponse): boolean {
    if (!deciding.includes(status) || !path.startsWith("/api/")) return false;
    return !/^E\d{7}$/.test(textAt(body, "errorCode") ?? "") && challengeIn(headers)["error"] === undefined;
}

const foreign: Explanation = {
    kind: "unavailable",
    said: "The answer is not Okta's own",
    remedy: "Check that no proxy or portal stands between this machine and Okta, then run the same command again.",
};

/** Where the status misleads (developer.okta.com, "Error codes" and "OAuth 2.0 error codes"). */
const kindOfCode: Readonly<Record<string, FailureKind>> = {
    // A 401, but no new token fixes it: "You do not have permission to access the feature you are requesting".
    E0000015: "forbidden",
    insufficient_scope: "forbidden",
    // All 400: scopes of which some, or all, are not granted to the app, and invalid credentials.
    invalid_scope: "forbidden",
    consent_required: "forbidden",
    invalid_client: "unauthenticated",
    invalid_dpop_proof: "unauthenticated",
    use_dpop_nonce: "unauthenticated",
};

/** One imperative sentence for each kind. */
const remedies: Readonly<Record<FailureKind, (request: ApiRequest) => string>> = {
    "not-found": () => "Check that the object still exists and that the ids belong to this organisation.",
    conflict: () => "Adopt what already exists, or choose another name.",
    "rate-limited": () => "Wait a minute, then run the same command again.",
    forbidden: (request) => {
        const scopes = scopesFor(request);
        const named = `${scopes.length === 1 ? "scope" : "scopes"} ${scopes.join(" and ")}`;
        const grant = scopes.length > 0 ? `the ${named}` : "the scopes this call needs";
        return `Grant the credential ${grant}, and an administrator role over these objects.`;
    },
    unauthenticated: () =>
        "Set a valid credential: OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with its private key.",
    rejected: () => "Correct what Okta names, then run the same command again.",
    unavailable: () => "Run the same command again. If it keeps failing, see status.okta.com.",
};

/** `WWW-Authenticate: Bearer error="insufficient_scope", error_description="…"` (RFC 6750, section 3). */
function challengeIn(headers: Headers): Readonly<Record<string, string>> {
    const parts = (headers.get("www-authenticate") ?? "").matchAll(/(error|error_description)="([^"]*)"/g);
    return Object.fromEntries([...parts].map(([, name = "", value = ""]) => [name, value]));
}

/** The OAuth scopes that a call of this package needs (Okta's OpenAPI, per operation); empty when unknown. */
function scopesFor(request: ApiRequest): readonly string[] {
    const right = readsOnly(request) ? "read" : "manage";
    const [, , , area, , below] = request.path.split("/");
    if (area === "apps")
        return below === "group-push" ? [`okta.apps.${right}`, `okta.groups.${right}`] : [`okta.apps.${right}`];
    return ["groups", "users", "logs"].includes(area ?? "") ? [`okta.${area}.${right}`] : [];
}
