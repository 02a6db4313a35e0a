import type { Answer } from "../../http/answer";

/** OAuth's error for a status, for a token request that fails before it is examined (RFC 6749). */
export function tokenErrorOfStatus(status: number): Answer {
    return { status, body: { error: nameOf(status), error_description: "The token request failed." } };
}

function nameOf(status: number): string {
    if (status === 503) return "temporarily_unavailable";
    if (status >= 500) return "server_error";
    return status === 401 ? "invalid_client" : "invalid_request";
}
