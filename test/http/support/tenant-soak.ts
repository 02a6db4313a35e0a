import { type Conditions, usualConditions } from "../../../resources/http/connect";
import { defaultRetryPolicy } from "../../../resources/http/retry/retrying";
import { openOkta } from "../../../resources/okta/connection/connect";
import { openOpa } from "../../../resources/opa/connection/connect";
import { type RecordedRequest, startTenant, type Tenant } from "../../../tenant";
import { FaultyNetwork } from "./faulty-network";
import { seeded } from "./random";
import { oktaCalls, opaCalls } from "./soak-calls";
import { limits, type Rates, ratesOf } from "./soak-rates";
import { VirtualClock } from "./virtual-clock";

/** What became of a soak, told by the tenant's own log and store. */
export interface TenantSoak extends Rates {
    /** As they arrived, repetitions included. */
    readonly requests: number;
    readonly faults: Readonly<Record<string, number>>;
    readonly mostInFlight: number;
    readonly writes: number;
    readonly lost: number;
    readonly doubled: number;
    readonly failed: readonly string[];
    readonly hours: number;
}

export interface TenantSoakOptions {
    readonly oktaCalls: number;
    readonly opaCalls: number;
    /** The part of the calls that goes wrong. */
    readonly faultRate: number;
    readonly seed: number;
}

/** Sends calls through both connections to a tenant over a port: published limits, faults, and hours that pass in no time. */
export async function tenantSoak(options: TenantSoakOptions): Promise<TenantSoak> {
    const clock = new VirtualClock(Date.UTC(2026, 10, 24, 14, 0, 0, 417));
    const random = seeded(options.seed);
    const tenant = await startTenant({ time: clock, settings: limits });
    const network = new FaultyNetwork(tenant, clock, random, options.faultRate);
    const ground = { tenant, clock, random, ...connections(tenant, clock, random, network) };
    const calls = [...oktaCalls(ground, options.oktaCalls, limits.oktaBuckets), ...opaCalls(ground, options.opaCalls)];
    const beganMs = clock.nowMs();

    const outcomes = await clock.until(Promise.allSettled(calls.map(({ run }) => run())));

    await tenant.close();
    const kept = calls.flatMap(({ timesKept }) => timesKept?.() ?? []);
    return {
        requests: tenant.requests.length,
        faults: Object.fromEntries([...network.faults].sort()),
        mostInFlight: network.mostInFlight,
        writes: kept.length,
        lost: kept.filter((times) => times === 0).length,
        doubled: tenant.requests.filter(isRepeatedWrite).length,
        failed: outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [`${outcome.reason}`] : [])),
        hours: (clock.nowMs() - beganMs) / 3_600_000,
        ...ratesOf(tenant.requests, tenant.settings),
    };
}

function connections(tenant: Tenant, clock: VirtualClock, random: () => number, network: FaultyNetwork) {
    const { oktaApiToken: apiToken, opaTeam: team, opaKeyId: keyId, opaKeySecret: keySecret } = tenant.credentials;
    const conditions: Conditions = {
        ...usualConditions({}),
        clock,
        random,
        say: () => undefined,
        network: network.to,
        // All calls are queued at once here, for longer than any run would.
        retry: { ...defaultRetryPolicy, deadlineMs: 86_400_000 },
    };
    return {
        okta: openOkta({ origin: tenant.okta, credential: { type: "api-token", apiToken } }, conditions),
        opa: openOpa({ origin: tenant.opa, team, keyId, keySecret }, conditions),
    };
}

/** Okta answers 400 and OPA 409 to a name that is taken; each name is written once, unless the write was sent twice. */
function isRepeatedWrite({ method, status, by }: RecordedRequest): boolean {
    return method === "POST" && by !== "nobody" && (status === 400 || status === 409);
}
