import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";

const windowMs = 3_600_000;

/** Counts OPA calls for each user. */
export class OpaRateLimit {
    readonly #windows = new Map<string, { endsMs: number; used: number }>();

    constructor(
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
    ) {}

    /** Counts one call and says whether it exceeds the limit. */
    count(userName: string): { isExceeded: boolean; headers: Record<string, string> } {
        const nowMs = this.clock.nowMs();
        const known = this.#windows.get(userName);
        const window = known && known.endsMs > nowMs ? known : { endsMs: nowMs + windowMs, used: 0 };
        this.#windows.set(userName, window);
        const limit = this.settings.opaRequestsPerHour;
        const isExceeded = window.used >= limit;
        if (!isExceeded) window.used += 1;
        const resetSeconds = Math.ceil(this.clock.wallMsAt(window.endsMs) / 1000);
        const hint = isExceeded ? this.#hint(resetSeconds) : {};
        return { isExceeded, headers: { ...stateHeaders(limit, limit - window.used, resetSeconds), ...hint } };
    }

    /** The headers of a 429 that a fault ordered, whatever was counted. */
    refusalHeaders(): Record<string, string> {
        const resetSeconds = Math.ceil(this.clock.wallMs() / 1000) + 1;
        return { ...stateHeaders(this.settings.opaRequestsPerHour, 0, resetSeconds), ...this.#hint(resetSeconds) };
    }

    /** Resets all counts. */
    clear(): void {
        this.#windows.clear();
    }

    /** Clients read three different headers for when to try again (docs/contracts/opa-api.md 6.2). */
    #hint(resetSeconds: number): Record<string, string> {
        const { rateLimitHint } = this.settings;
        if (rateLimitHint === "retry-at") return { "X-RateLimit-Retry-At": String(resetSeconds) };
        const waitSeconds = Math.max(1, resetSeconds - Math.floor(this.clock.wallMs() / 1000));
        return rateLimitHint === "retry-after" ? { "Retry-After": String(waitSeconds) } : {};
    }
}

function stateHeaders(limit: number, remaining: number, resetSeconds: number): Record<string, string> {
    return {
        "X-RateLimit-Limit": String(limit),
        "X-RateLimit-Remaining": String(remaining),
        "X-RateLimit-Reset": String(resetSeconds),
    };
}
