import type { RecordedRequest } from "./request-log";

/** One call as a line for people: when, which API, what, how it ended, who asked. */
export function lineOf({ api, method, path, query, status, atMs, by }: RecordedRequest): string {
    const time = new Date(atMs).toISOString().slice(11, 23);
    const target = `${path}${query ? `?${decodeURIComponent(query)}` : ""}`;
    return `${time} ${api.padEnd(4)} ${String(status || "none").padStart(4)} ${method.padEnd(6)} ${target} (${by})`;
}
