import type { Answer } from "../http/answer";
import { Refusal } from "../http/refusal";
import type { TenantSettings } from "../settings";

/** What is wrong with one field of a body. */
export interface FieldError {
    readonly path: string;
    readonly message: string;
}

// docs/contracts/opa-api.md 6.3: the names of the related API's errors.
const names: Readonly<Record<number, string>> = {
    400: "invalid_request",
    401: "authentication_error",
    403: "forbidden_error",
    404: "resource_does_not_exist",
    409: "resource_already_exists",
    415: "unsupported_content_type",
    429: "too_many_requests",
    500: "unknown_error",
    503: "service_offline",
    504: "gateway_timeout",
};

const messages: Readonly<Record<number, string>> = {
    401: "The token is missing, wrong or has expired",
    404: "The resource does not exist, or you are not authorized to see it",
    415: "The content type is not supported",
    429: "Too many requests",
    500: "Something went wrong",
    503: "The service is offline",
};

/** An OPA error as an answer, in one of the forms that a client must survive. */
export function errorAnswer(settings: TenantSettings, status: number, message?: string, name?: string): Answer {
    const text = message ?? messages[status] ?? "The request failed";
    if (settings.errorBody === "empty") return { status };
    if (settings.errorBody === "text") return { status, text, headers: { "Content-Type": "text/plain" } };
    const type = name ?? names[status] ?? "unknown_error";
    return { status, body: { [settings.errorTypeKey]: type, code: status, message: text } };
}

/** The error for this status. */
export function refused(settings: TenantSettings, status: number, message?: string): Refusal {
    return new Refusal(errorAnswer(settings, status, message));
}

/** The error for an object that does not exist, or whose existence the caller may not know. */
export function notFound(settings: TenantSettings): Refusal {
    return refused(settings, 404);
}

/** The error for a body that is not valid. */
export function invalid(settings: TenantSettings, ...errors: FieldError[]): Refusal {
    const message = errors[0]?.message ?? "The request is not valid";
    if (settings.errorBody !== "json") return refused(settings, 400, message);
    return new Refusal({ status: 400, body: { message, errors } });
}

/** The error for a caller that lacks a role, which OPA was seen to answer with 401 (docs/contracts/opa-api.md 1.2). */
export function lacking(settings: TenantSettings, capability: string): Refusal {
    const name = settings.roleRefusal === 401 ? "authorization_error" : "forbidden_error";
    return new Refusal(errorAnswer(settings, settings.roleRefusal, `Missing capability: ${capability}`, name));
}
