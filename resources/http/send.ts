import type { Attempt } from "./attempt";

/** One call to an API. Knows no vendor, no host and no credential. */
export interface ApiRequest {
    readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    /** Begins with "/"; each segment already percent-encoded; without a query. */
    readonly path: string;
    /** Sent in this order; a list repeats its name; undefined is left out. */
    readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
    /**
     * Sent as JSON, or as a form when it is a URLSearchParams. Absent properties must be absent, not undefined or null,
     * unless the API gives null a meaning.
     */
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    /** True for a POST that only reads: it may be repeated after a failure that leaves its effect unknown. */
    readonly readsOnly?: boolean;
    /**
     * Milliseconds within which each try must begin, where the policy's deadline is too far: a call that rests on what was
     * seen a moment ago must not be sent much later.
     */
    readonly startWithinMs?: number;
    /** Set by the wrappers of this room; callers leave it out. */
    readonly attempt?: Attempt;
}

/** What the service answered. */
export interface ApiResponse {
    readonly status: number;
    readonly headers: Headers;
    /** The parsed JSON; undefined for an empty body. */
    readonly body: unknown;
    /** Milliseconds from the first byte of the try that was answered to the last one of its answer: no waits, no earlier tries. */
    readonly tookMs?: number;
}

/** Sends one request. Every concern of this room takes a Send and gives one back. */
export type Send = (request: ApiRequest) => Promise<ApiResponse>;
