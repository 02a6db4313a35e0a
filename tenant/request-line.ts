import type { RecordedRequest } from "./request-log";

/** One call as a line for people: when (UTC), which API, how it ended, what, who asked. */
export function lineOf({ api, method, path, query, status, atMs, by }: RecordedRequest): string {
    const time = new Date(atMs).toISOString().slice(11, 23);
    const target = `${path}${query ? `?${readable(query)}` : ""}`;
    return `${time} ${api.padEnd(4)} ${String(status || "none").padStart(4)} ${method.padEnd(6)} ${target} (${by})`;
}

/** As it was before it was encoded, unless that would be no text, or a terminal would obey it. */
function readable(query: string): string {
    try {
        return decodeURIComponent(query).replace(/\p{Cc}/gu, encodeURIComponent);
    } catch {
        return query;
    }
}
