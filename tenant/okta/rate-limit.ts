import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";

/** Length of a window. Contracts: about 60 seconds, not aligned to the clock's minutes. */
const windowMs = 60_000;

interface Window {
    readonly endsMs: number;
    used: number;
}

/** What a call's bucket has to say. */
export interface Allowance {
    readonly isExceeded: boolean;
    readonly headers: Readonly<Record<string, string>>;
}

/** Counts Okta calls in buckets by path prefix, for the org and for each token. */
export class RateLimit {
    readonly #windows = new Map<string, Window>();

    constructor(
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
    ) {}

    /** Counts one call; contracts: the headers tell of the stricter of the two limits. */
    count(path: string, caller: string): Allowance {
        const bucket = this.#bucketOf(path);
        const limit = this.settings.oktaBuckets[bucket] ?? this.settings.oktaRequestsPerMinute;
        const share = Math.max(1, Math.floor((limit * this.settings.oktaTokenSharePercent) / 100));
        const org = this.#use(bucket, limit);
        const token = this.#use(`${bucket} ${caller}`, share);
        const stricter = token.remaining <= org.remaining ? token : org;
        return { isExceeded: org.isExceeded || token.isExceeded, headers: headersOf(stricter) };
    }

    /** Forgets what was counted. */
    clear(): void {
        this.#windows.clear();
    }

    #use(key: string, limit: number) {
        const nowMs = this.clock.nowMs();
        let window = this.#windows.get(key);
        if (!window || window.endsMs <= nowMs) {
            window = { endsMs: nowMs + windowMs, used: 0 };
            this.#windows.set(key, window);
        }
        const isExceeded = window.used >= limit;
        if (!isExceeded) window.used += 1;
        // In real time, since clients compare it with their own clock, however fast the tenant's runs.
        const resetSeconds = Math.ceil(this.clock.wallMsAt(window.endsMs) / 1000);
        return { limit, remaining: limit - window.used, isExceeded, resetSeconds };
    }

    /** Contracts: the longest prefix counts; which bucket the mappings have is not known. */
    #bucketOf(path: string): string {
        const known = ["/api/v1/apps", "/api/v1/groups", "/api/v1/users", ...Object.keys(this.settings.oktaBuckets)];
        const fitting = known.filter((prefix) => path === prefix || path.startsWith(`${prefix}/`));
        return fitting.sort((one, other) => other.length - one.length)[0] ?? "/";
    }
}

/** The three headers as the concurrency limit sends them. Contracts: both numbers are zero. */
export function concurrencyHeaders(nowMs: number): Record<string, string> {
    return headersOf({ limit: 0, remaining: 0, resetSeconds: Math.ceil(nowMs / 1000) + 1 });
}

function headersOf(state: { limit: number; remaining: number; resetSeconds: number }): Record<string, string> {
    return {
        "X-Rate-Limit-Limit": String(state.limit),
        "X-Rate-Limit-Remaining": String(state.remaining),
        "X-Rate-Limit-Reset": String(state.resetSeconds),
    };
}
