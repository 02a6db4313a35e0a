import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";
import { bucketOf } from "./buckets";

/** Length of a window. About 60 seconds, not aligned to the clock's minutes (docs/contracts/okta-api.md 4). */
const windowMs = 60_000;

interface Window {
    readonly endsMs: number;
    used: number;
}

interface Share {
    readonly limit: number;
    readonly window: Window;
}

/** The result of counting a call. */
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

    /**
     * Counts one call; the headers show the stricter of the two limits. An `undefined` caller counts for the org only
     * (docs/contracts/okta-api.md 4).
     */
    count(path: string, caller: string | undefined): Allowance {
        const bucket = bucketOf(path, this.settings);
        const limit = this.settings.oktaBuckets[bucket] ?? this.settings.oktaRequestsPerMinute;
        const shares = [this.#share(bucket, limit)];
        if (caller !== undefined) {
            const own = Math.max(1, Math.floor((limit * this.settings.oktaTokenSharePercent) / 100));
            shares.push(this.#share(`${bucket} ${caller}`, own));
        }
        const isExceeded = shares.some((share) => remainingOf(share) <= 0);
        if (!isExceeded) for (const { window } of shares) window.used += 1;
        const stricter = shares.reduce((one, other) => (remainingOf(other) <= remainingOf(one) ? other : one));
        return {
            isExceeded,
            headers: { ...this.#headersOf(stricter), ...(isExceeded ? this.#hint(this.#resetSeconds(stricter)) : {}) },
        };
    }

    /** The headers of a 429 that a fault ordered, whatever was counted. */
    refusalHeaders(): Record<string, string> {
        const window = { endsMs: this.clock.nowMs() + this.clock.speed * 1000, used: 0 };
        const share = { limit: this.settings.oktaRequestsPerMinute, window };
        return { ...this.#headersOf(share), "X-Rate-Limit-Remaining": "0", ...this.#hint(this.#resetSeconds(share)) };
    }

    /**
     * The headers of a 429 for too many concurrent calls. Both numbers are zero; the time is only a suggestion
     * (docs/contracts/okta-api.md 4).
     */
    concurrencyHeaders(): Record<string, string> {
        const resetSeconds = Math.ceil(this.clock.wallMs() / 1000) + 1;
        return { ...headersOf(0, 0, resetSeconds), ...this.#hint(resetSeconds) };
    }

    /** Resets all counts. */
    clear(): void {
        this.#windows.clear();
    }

    #share(key: string, limit: number): Share {
        const nowMs = this.clock.nowMs();
        const known = this.#windows.get(key);
        const window = known && known.endsMs > nowMs ? known : { endsMs: nowMs + windowMs, used: 0 };
        this.#windows.set(key, window);
        return { limit, window };
    }

    #headersOf(share: Share): Record<string, string> {
        return headersOf(share.limit, Math.max(0, remainingOf(share)), this.#resetSeconds(share));
    }

    /** In real time, because clients compare it with their own clock, however fast the tenant's clock runs. */
    #resetSeconds({ window }: Share): number {
        return Math.ceil(this.clock.wallMsAt(window.endsMs) / 1000);
    }

    #hint(resetSeconds: number): Record<string, string> {
        if (this.settings.oktaRetryAfter === "absent") return {};
        const waitSeconds = resetSeconds - Math.floor(this.clock.wallMs() / 1000);
        return { "Retry-After": String(Math.max(1, waitSeconds)) };
    }
}

function remainingOf({ limit, window }: Share): number {
    return limit - window.used;
}

function headersOf(limit: number, remaining: number, resetSeconds: number): Record<string, string> {
    return {
        "X-Rate-Limit-Limit": String(limit),
        "X-Rate-Limit-Remaining": String(remaining),
        "X-Rate-Limit-Reset": String(resetSeconds),
    };
}
