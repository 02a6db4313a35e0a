import { setTimeout } from "node:timers/promises";
import type { Configuration } from "./configuration";
import { type Authorize, authorizeAs } from "./service-app";

/** An error answer of Okta, in Okta's words. */
export class OktaError extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

/** Prefixes the message of any failure of `act` with the real plugin's words; an answer of Okta keeps its status. */
export async function toldAs<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
        return await act();
    } catch (failure) {
        const message = `${what}: ${failure instanceof Error ? failure.message : failure}`;
        throw failure instanceof OktaError ? new OktaError(failure.status, message) : new Error(message);
    }
}

/** Okta's API, as far as three resource types need it. */
export interface Okta {
    get(path: string): Promise<unknown>;
    /** All pages of a list. */
    list(path: string): Promise<unknown[]>;
    post(path: string, body: unknown): Promise<unknown>;
    put(path: string, body?: unknown): Promise<unknown>;
    delete(path: string): Promise<void>;
}

/** The real plugin's `maxRetries`, and the longest wait that a limit per minute can require. */
const maxRetries = 5;
const longestWaitMs = 60_000;

/** Connects to Okta as configured. */
export function connect({ baseUrl, credential, secret }: Configuration): Okta {
    const authorize: Authorize =
        "authorization" in credential ? async () => ({ ...credential }) : authorizeAs(credential, baseUrl);
    async function send(method: string, path: string, body?: unknown, attempt = 0): Promise<Response> {
        const headers: Record<string, string> = {
            accept: "application/json",
            ...(await authorize(method, path, attempt > 0)),
        };
        if (body !== undefined) headers["content-type"] = "application/json";
        const text = body === undefined ? null : JSON.stringify(body);
        const answer = await fetch(`${baseUrl}${path}`, { method, headers, body: text }).catch((failure: unknown) => {
            throw new Error(`Okta can't be reached for ${method} ${path}: ${causeOf(failure)}`);
        });
        if (answer.ok) return answer;
        if (answer.status === 429 && attempt < maxRetries) {
            await setTimeout(waitMs(answer.headers));
            return send(method, path, body, attempt + 1);
        }
        throw new OktaError(answer.status, (await words(answer)).replaceAll(secret, "(secret)"));
    }
    const json = async (answer: Response): Promise<unknown> => (answer.status === 204 ? undefined : answer.json());
    return {
        get: async (path) => json(await send("GET", path)),
        post: async (path, body) => json(await send("POST", path, body)),
        put: async (path, body) => json(await send("PUT", path, body)),
        delete: async (path) => void (await send("DELETE", path)),
        async list(path) {
            const all: unknown[] = [];
            for (let page: string | undefined = path; page; ) {
                const answer = await send("GET", page);
                const items: unknown = await answer.json();
                if (!Array.isArray(items))
                    throw new Error(`Okta answered GET ${path} with something other than a list.`);
                all.push(...items);
                page = nextPage(answer.headers.get("link"));
            }
            return all;
        },
    };
}

/** The text under `key` of an object that Okta sent. Throws when it is missing. */
export function field(body: unknown, key: string): string {
    const value: unknown = typeof body === "object" && body ? Reflect.get(body, key) : undefined;
    if (typeof value === "string") return value;
    throw new Error(`Okta's answer has no ${key}.`);
}

/** The text that the real plugin makes of an error (`sdk/v2_error.go`, `CheckResponseForError`). */
async function words(answer: Response): Promise<string> {
    const challenge = answer.headers.get("www-authenticate") ?? "";
    if ([401, 403].includes(answer.status) && challenge.includes("Bearer") && challenge.includes("error_description")) {
        return `the API returned an error: ${/error_description="([^"]*)"/.exec(challenge)?.[1] ?? "unauthorized"}`;
    }
    const body = fieldsOf(await answer.json().catch(() => undefined));
    const id = answer.status === 500 ? `, x-okta-request-id=${answer.headers.get("x-okta-request-id") ?? ""}` : "";
    const told = body.get("error_description") ?? `${body.get("errorSummary") ?? ""}${id}`;
    const causes = [body.get("errorCauses") ?? []].flat().flatMap((cause) => [...fieldsOf(cause)]);
    const because = causes.map(([key, value]) => `${key}: ${value}`).join(", ");
    return `the API returned an ${told ? `error: ${told}` : "unknown error"}${because && `. Causes: ${because}`}`;
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
    return new Map(Object.entries(typeof value === "object" && value ? value : {}));
}

/** Uses only the path and query of the link, as the real plugin does. */
function nextPage(link: string | null): string | undefined {
    const next = /<([^>]*)>\s*;\s*rel="next"/.exec(link ?? "")?.[1];
    if (next === undefined) return undefined;
    const { pathname, search } = new URL(next, "http://okta");
    return pathname + search;
}

/** Milliseconds to wait after a 429. Throws when either of the two times is missing, because the real plugin gives up then. */
export function waitMs(headers: Headers): number {
    const reset = Number(headers.get("x-rate-limit-reset") || Number.NaN) * 1000;
    const now = Date.parse(headers.get("date") ?? "");
    if (Number.isNaN(reset - now)) {
        throw new Error("Okta answered 429 without a time in X-Rate-Limit-Reset and Date, so nobody can wait for it.");
    }
    return Math.min(Math.max(reset - now, 0) + 1000, longestWaitMs);
}

function causeOf(failure: unknown): string {
    const cause: unknown = failure instanceof Error ? (failure.cause ?? failure) : failure;
    if (typeof cause === "object" && cause && "code" in cause) return String(cause.code);
    return cause instanceof Error ? cause.message : String(cause);
}
