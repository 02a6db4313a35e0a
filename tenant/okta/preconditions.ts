import type { Call } from "../http/answer";
import { Refusal } from "../http/refusal";
import type { TenantSettings } from "../settings";
import type { OktaCaller } from "./context";
import { errorAnswer, refused } from "./errors";

/** Throws the API's error unless the caller has every scope and an admin role. */
export function requireRights(
    scopes: readonly string[],
    { scopes: held, isAdministrator }: OktaCaller,
    { manageScopeReads }: TenantSettings,
): void {
    const isHeld = (scope: string) =>
        held?.includes(scope) || (manageScopeReads === "yes" && held?.includes(scope.replace(/\.read$/, ".manage")));
    if (held && !scopes.every(isHeld)) {
        const description = "The access token provided does not contain the required scopes.";
        throw new Refusal({
            ...errorAnswer("denied", description),
            headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", error_description="${description}"` },
        });
    }
    if (!isAdministrator) throw refused("denied");
}

/** A bad `Accept` header has its own error (docs/contracts/okta-api.md 1.8). */
export function requireAcceptable({ headers }: Call): void {
    const accepted = (headers["accept"] ?? "*/*").split(",").map((range) => range.split(";")[0]?.trim().toLowerCase());
    const isAcceptable = accepted.some((range) => ["*/*", "application/*", "application/json"].includes(range ?? ""));
    if (!isAcceptable) throw refused("mediaType");
}

/** Refuses a PUT or POST that has neither a length nor a body, with 411 (docs/contracts/okta-api.md 2.2). */
export function requireLength({ method, headers }: Call): void {
    if (method !== "POST" && method !== "PUT") return;
    if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) throw refused("length");
}

/** The body as an object; throws the API's error when it is not one. */
export function jsonBodyOf({ headers, text }: Call): Record<string, unknown> {
    if (!headers["content-type"]?.toLowerCase().startsWith("application/json")) throw refused("mediaType");
    try {
        const body: unknown = JSON.parse(text);
        if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
    } catch {
        throw refused("malformed");
    }
    throw refused("malformed");
}
