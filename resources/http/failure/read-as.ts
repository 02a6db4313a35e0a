import type { ApiRequest, ApiResponse } from "../send";
import { ApiFailure } from "./api-failure";
import { readsOnly } from "./failing";

/**
 * Returns the answer's body as `parse` reads it. If `parse` throws, this throws an ApiFailure that does not show the body.
 */
export function readAs<T>(
    request: ApiRequest,
    { status, body }: Pick<ApiResponse, "status" | "body">,
    parse: (body: unknown) => T,
): T {
    try {
        return parse(body);
    } catch (error) {
        if (error instanceof ApiFailure) throw error;
        throw unreadable(request, "The answer is not as the API documents it", status);
    }
}

/**
 * Throws unless the answer is empty, as both services answer a DELETE. A "200" may come from another program, and then
 * nobody knows whether the deletion happened.
 */
export function requireNoBody(request: ApiRequest, { status, body }: Pick<ApiResponse, "status" | "body">): void {
    if (body !== undefined) throw unreadable(request, "The answer is not as the API documents it", status);
}

/** The failure for an answer that reports success but cannot be used. */
export function unreadable(request: ApiRequest, said: string, status: number): ApiFailure {
    return new ApiFailure({
        kind: "unavailable",
        said,
        method: request.method,
        path: request.path,
        status,
        mayHaveHappened: !readsOnly(request),
        remedy: "Check that no proxy or portal stands between this machine and the service, then run the same command again.",
    });
}
