import { oktaApi } from "../../../resources/okta/connection/okta-api";
import { opaApi } from "../../../resources/opa/connection/opa-api";
import type { RecordedRequest, TenantSettings } from "../../../tenant";
import { bucketOf } from "../../../tenant/okta/buckets";
import { usedPart, windowsOf } from "./used-part";

/** The published limits, as a tenant takes them. */
export const limits = {
    /** Per minute, of a workforce organisation (developer.okta.com, "Management rate limits"). */
    oktaBuckets: { "/api/v1/apps": 100, "/api/v1/groups": 500, "/api/v1/groups/{id}": 1_000, "/api/v1/users": 600 },
    /** What one token may use of them (developer.okta.com, "Token rate limits"). */
    oktaTokenSharePercent: 50,
    /** Per user (Advanced Server Access, "Rate limits"). */
    opaRequestsPerHour: 10_000,
};

/** How near to the limits a client kept. */
export interface Rates {
    /** Refused for too many calls, the faults apart. */
    readonly refusedInFirstWindow: number;
    readonly refusedLater: number;
    /** The part of what one client may send that each bucket used while it was busy. */
    readonly used: Readonly<Record<string, number>>;
}

/** A bucket, and what a client may send in each of its windows: its share of what its token has. */
interface Permitted {
    readonly windowMs: number;
    readonly calls: number;
}

const okta = Object.entries(limits.oktaBuckets).map(([bucket, limit]): [string, Permitted] => [
    bucket,
    { windowMs: 60_000, calls: ((limit * limits.oktaTokenSharePercent) / 100) * oktaApi.pacing.share },
]);
const opa: Permitted = { windowMs: 3_600_000, calls: limits.opaRequestsPerHour * opaApi.pacing.share };
const permitted = Object.fromEntries([...okta, ["OPA", opa]]);

/** The rates by the tenant's own log. */
export function ratesOf(requests: readonly RecordedRequest[], settings: TenantSettings): Rates {
    // Tokens are not counted.
    const counted = requests.filter(({ by, path }) => by !== "nobody" && !path.endsWith("/service_token"));
    const refused = { refusedInFirstWindow: 0, refusedLater: 0 };
    const used: Record<string, number> = {};
    for (const [bucket, { windowMs, calls }] of Object.entries(permitted)) {
        const its = counted.filter(({ api, path }) => (api === "opa" ? "OPA" : bucketOf(path, settings)) === bucket);
        const taken = its.filter(({ status }) => status !== 429).map(({ atMs }) => atMs);
        const firstEndsMs = (taken[0] ?? 0) + windowMs;
        for (const { status, atMs, isFaulted } of its) {
            if (status === 429 && !isFaulted)
                refused[atMs < firstEndsMs ? "refusedInFirstWindow" : "refusedLater"] += 1;
        }
        used[bucket] = usedPart(windowsOf(taken, windowMs), calls, windowMs);
    }
    return { ...refused, used };
}
