import type { RecordedRequest, Tenant } from "../../../tenant";
import { bucketOf } from "../../../tenant/okta/buckets";

/** From and until, in milliseconds since the epoch. */
export type Span = readonly [fromMs: number, untilMs: number];

/** The part of its limit that the package uses unless told otherwise. */
const share = 0.9;

/**
 * Within so long after a window's end a call leaves that waited for it: what the service says of the end, and of its own time, are whole
 * seconds, and one more is waited for safety (resources/http/pace/service-clock.ts).
 */
const leavesWithinMs = 3000;

/** The part of a limit that a command may have used without a wait for a new window before the next one. */
const little = 0.25;

/**
 * Milliseconds to wait, so that the next command meets no window of Okta's that these calls have used much of: nobody who runs one
 * command by itself does.
 */
export function msUntilNewWindows(tenant: Tenant, sent: readonly RecordedRequest[]): number {
    const last = [...countedIn(tenant, sent).values()]
        .filter(({ limit, atMs }) => limit.windowMs === oktaWindowMs && atMs.length > limit.calls * little)
        .map(({ atMs }) => (atMs.at(-1) ?? 0) + oktaWindowMs);
    return Math.max(0, ...last.map((endsMs) => endsMs - tenant.clock.wallMs()));
}

const oktaWindowMs = 60_000;

interface Limit {
    /** Calls that one credential may make in a window. */
    readonly calls: number;
    readonly windowMs: number;
}

/**
 * When windows were closed for the package and somebody waited: from the call that used up its share of what one credential may
 * make until the next one, if that one left as soon as the window was over.
 */
export function closedWindows(tenant: Tenant, sent: readonly RecordedRequest[]): readonly Span[] {
    return [...countedIn(tenant, sent).values()].flatMap(({ limit, atMs }) => closedIn(limit, atMs));
}

interface Counted {
    readonly limit: Limit;
    readonly atMs: number[];
}

/** When calls were made, by the limit that they count for. */
function countedIn(tenant: Tenant, sent: readonly RecordedRequest[]): ReadonlyMap<string, Counted> {
    const counted = new Map<string, Counted>();
    for (const request of sent) {
        const { key, limit } = counting(tenant, request);
        const known = counted.get(key) ?? { limit, atMs: [] };
        counted.set(key, known);
        known.atMs.push(request.atMs);
    }
    return counted;
}

function counting({ settings }: Tenant, { api, path, by }: RecordedRequest): { key: string; limit: Limit } {
    if (api === "opa") return { key: `OPA ${by}`, limit: { calls: settings.opaRequestsPerHour, windowMs: 3_600_000 } };
    const bucket = bucketOf(path, settings);
    const whole = settings.oktaBuckets[bucket] ?? settings.oktaRequestsPerMinute;
    const calls = Math.max(1, Math.floor((whole * settings.oktaTokenSharePercent) / 100));
    return { key: `${bucket} ${by}`, limit: { calls, windowMs: oktaWindowMs } };
}

/** A window begins with the first call after the one before, as the tenant's do. */
function closedIn({ calls, windowMs }: Limit, atMs: readonly number[]): readonly Span[] {
    const usable = Math.max(1, Math.floor(calls * share));
    const spans: Span[] = [];
    let [endsMs, used] = [Number.NEGATIVE_INFINITY, 0];
    atMs.forEach((oneMs, index) => {
        if (oneMs >= endsMs) [endsMs, used] = [oneMs + windowMs, 0];
        used += 1;
        if (used !== usable) return;
        const next = atMs.find((other, at) => at > index && other >= endsMs);
        if (next !== undefined && next <= endsMs + leavesWithinMs) spans.push([oneMs, next]);
    });
    return spans;
}
