/** The answer to a call, before it becomes HTTP. */
export interface Answer {
    readonly status: number;
    /** Sent as JSON; nothing is sent when both this and `text` are absent. */
    readonly body?: unknown;
    /** Sent as it is, in place of `body`. */
    readonly text?: string;
    /** A list becomes several header lines of the same name. */
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** A call as the APIs see it, whatever form the request target had. */
export interface Call {
    readonly method: string;
    readonly url: URL;
    readonly params: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly text: string;
}

/** One operation of an API. */
export interface Route<Context> {
    readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    /** Path with `:name` for each variable segment. */
    readonly path: string;
    /** The OAuth scopes that it needs, all of them; none when absent. */
    readonly scopes?: readonly string[];
    readonly answer: (context: Context) => Answer | Promise<Answer>;
}
