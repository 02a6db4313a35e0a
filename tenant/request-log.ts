/** One call to the Okta or the OPA API, in the order of arrival. */
export interface RecordedRequest {
    readonly api: "okta" | "opa";
    readonly method: string;
    /** The path without the query. */
    readonly path: string;
    /** The query as sent, without the question mark; empty when there is none. */
    readonly query: string;
    /** The status of the answer; 0 while there is none, and for ever when the connection was dropped. */
    status: number;
    /** Real time of arrival, milliseconds since the epoch. */
    readonly atMs: number;
    /**
     * Whose valid credential it carried: `automation`, `resource-automation`, `security-automation`, `administrator`, an
     * OAuth client's id, or `nobody`. A call for a token gets its value once the token is issued.
     */
    by: string;
    /** What sent it, as its `User-Agent` says; empty without one. */
    readonly userAgent: string;
    /** Whether the call can change something: false for reads, for token calls and for resolving a path. */
    readonly writes: boolean;
    /** Whether a fault hit it. */
    isFaulted: boolean;
}

const readingPosts = /\/(service_token|resolve_secret|token)$/;

/** What a follower of the log hears: a finished call, that a push arrived, or that the log was emptied. */
export type News = RecordedRequest | "change" | "cleared";

/** Every API call since the start, or since the log was emptied. */
export class RequestLog {
    readonly entries: RecordedRequest[] = [];
    readonly #listeners = new Set<(news: News) => void>();

    /** Adds a call that has just arrived. */
    arrive(api: "okta" | "opa", method: string, url: URL, atMs: number, userAgent = ""): RecordedRequest {
        const entry: RecordedRequest = {
            api,
            method,
            path: url.pathname,
            query: url.search.slice(1),
            status: 0,
            atMs,
            by: "nobody",
            userAgent,
            isFaulted: false,
            writes: method !== "GET" && !readingPosts.test(url.pathname),
        };
        this.entries.push(entry);
        return entry;
    }

    /** Tells followers of the log that a call is over. */
    finish(entry: RecordedRequest): void {
        this.#tell(entry);
    }

    /** Tells followers of the log that something changed without a call: a push arrived. */
    changed(): void {
        this.#tell("change");
    }

    /** Calls `listener` with all later news. Returns a function that stops that. */
    follow(listener: (news: News) => void): () => void {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    /** Empties the log. */
    clear(): void {
        this.entries.length = 0;
        this.#tell("cleared");
    }

    #tell(news: News): void {
        for (const listener of this.#listeners) listener(news);
    }
}
