import type { ApiRequest } from "../../../resources/http/send";
import type { Answer } from "./script";

export interface LimitedOptions {
    /** Calls per window. */
    readonly limit: number;
    readonly windowSeconds?: number;
    readonly latencyMs?: number;
    /** How far the service's clock is ahead. */
    readonly aheadMs?: number;
    readonly style?: "okta" | "opa";
    readonly bucketOf?: (request: ApiRequest) => string;
}

/** A service that counts calls per window like Okta's and OPA's: a window begins with its first call. */
export class Limited {
    refused = 0;
    accepted = 0;
    readonly #windows = new Map<string, { endsMs: number; used: number }>();

    constructor(private readonly options: LimitedOptions) {}

    /** Calls that somebody else makes in the same window. */
    others(calls: number, bucket = ""): void {
        this.#window(bucket).used += calls;
    }

    readonly answer = (request: ApiRequest): Answer => {
        const { limit, latencyMs = 0, aheadMs = 0, style = "okta", bucketOf = () => "" } = this.options;
        const window = this.#window(bucketOf(request));
        window.used += 1;
        const isOver = window.used > limit;
        if (isOver) this.refused += 1;
        else this.accepted += 1;
        const names = style === "okta" ? "x-rate-limit" : "x-ratelimit";
        // Both services cut their times to whole seconds.
        const resetSeconds = Math.floor(window.endsMs / 1000);
        const headers: Record<string, string> = {
            date: new Date(Date.now() + aheadMs).toUTCString(),
            [`${names}-limit`]: `${limit}`,
            [`${names}-remaining`]: `${Math.max(limit - window.used, 0)}`,
            [`${names}-reset`]: `${resetSeconds}`,
        };
        if (isOver && style === "opa") headers["x-ratelimit-retry-at"] = `${resetSeconds}`;
        return { status: isOver ? 429 : 200, headers, body: {}, afterMs: latencyMs };
    };

    #window(bucket: string): { endsMs: number; used: number } {
        const { windowSeconds = 60, aheadMs = 0 } = this.options;
        const nowMs = Date.now() + aheadMs;
        const known = this.#windows.get(bucket);
        if (known && nowMs < known.endsMs) return known;
        const fresh = { endsMs: nowMs + windowSeconds * 1000, used: 0 };
        this.#windows.set(bucket, fresh);
        return fresh;
    }
}
