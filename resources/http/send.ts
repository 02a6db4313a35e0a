import type { Moment } from "./time/clock";

/** The read that decided a write. */
export interface Seen {
    /** When the read was sent; if there were several, the earliest of them. */
    readonly seenAt: Moment;
    /** Milliseconds after that in which the write may still be sent. */
    readonly freshMs: number;
}

/** What travels with one try of a call through the wrappers, so that waits end in time and the log can show it. */
interface Attempt {
    /** 1 is the first try. */
    readonly number: number;
    /** When the whole call, with all its tries and waits, must have ended: epoch milliseconds of this machine. */
    readonly deadlineMs: number;
    /** When the last try must be sent at the latest, if that is earlier: after that, what the call rests on is too old. */
    readonly startByMs?: number;
    /** The budget that the call counts against. */
    bucket?: string;
    /** Milliseconds this try waited for its budget. */
    waitedMs?: number;
    /** Calls left in the budget once this one is counted, and the whole budget, as far as known. */
    left?: string;
}

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
     * For a write that would destroy what somebody else changes meanwhile: no try of it is sent once this is too old,
     * however long it waits for its budget or a token; it fails with Outdated instead. A DELETE that may have happened is
     * not sent again without a new look.
     */
    readonly restsOn?: Seen;
    /** Set by the wrappers of this room; callers leave it out. */
    readonly attempt?: Attempt;
}

/** What the service answered. */
export interface ApiResponse {
    readonly status: number;
    readonly headers: Headers;
    /** The parsed JSON; undefined for an empty body. */
    readonly body: unknown;
    /** When the try that was answered left this machine. */
    readonly sentAt?: Moment;
    /** Milliseconds from the first byte of the try that was answered to the last one of its answer: no waits, no earlier tries. */
    readonly tookMs?: number;
}

/** Sends one request. Every concern of this room takes a Send and gives one back. */
export type Send = (request: ApiRequest) => Promise<ApiResponse>;
