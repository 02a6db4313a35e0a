import { usualConditions } from "../../../resources/http/connect";
import { ApiFailure } from "../../../resources/http/failure/api-failure";
import { defaultRetryPolicy } from "../../../resources/http/retry/retrying";
import type { ApiRequest, ApiResponse, Send } from "../../../resources/http/send";
import { openOkta } from "../../../resources/okta/connection/connect";
import { oktaApi } from "../../../resources/okta/connection/okta-api";
import { seeded } from "./random";
import { publishedLimits, SoakService, windowMs } from "./soak-service";
import { usedPart } from "./used-part";
import { VirtualClock } from "./virtual-clock";

export interface SoakResult {
    /** As the service counted them, repetitions included. */
    readonly requests: number;
    readonly faults: Readonly<Record<string, number>>;
    readonly refusedInFirstWindow: number;
    readonly refusedLater: number;
    readonly mostInFlight: number;
    readonly writes: number;
    readonly lost: number;
    readonly doubled: number;
    /** Calls that failed for good. */
    readonly failed: number;
    /** The part of its permitted calls per minute that each bucket used while it was busy. */
    readonly used: Readonly<Record<string, number>>;
    readonly minutes: number;
}

export interface SoakOptions {
    /** Calls to make; repetitions and look-ups come on top. */
    readonly calls: number;
    /** The part of the calls that fails. */
    readonly faultRate: number;
    readonly seed: number;
    /** The part of the limits to use. Default: Okta's, a half. */
    readonly share?: number;
    /** Connections that don't know of each other. Default 1. */
    readonly processes?: number;
}

/** Sends calls with faults through the whole Okta connection, on virtual time. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
    const { calls, faultRate, seed, share = oktaApi.pacing.share, processes = 1 } = options;
    const clock = new VirtualClock(Date.UTC(2026, 10, 24, 14, 0, 0, 417));
    const random = seeded(seed);
    const service = new SoakService(clock, random, faultRate, oktaApi.bucketOf);
    const beganMs = clock.nowMs();
    const sends = Array.from({ length: processes }, () => connection(service, clock, share, random));
    const tasks = workload(calls, random, sends);

    const outcomes = await clock.until(Promise.allSettled(tasks.map((task) => task.run())));

    const names = tasks.flatMap(({ makes }) => makes ?? []);
    return {
        requests: service.requests,
        faults: Object.fromEntries([...service.faults].sort()),
        refusedInFirstWindow: service.refusedInFirstWindow,
        refusedLater: service.refusedLater,
        mostInFlight: service.mostInFlight,
        writes: names.length,
        lost: names.filter((name) => !service.made.has(name)).length,
        doubled: [...service.made.values()].filter((times) => times > 1).length,
        failed: outcomes.filter(({ status }) => status === "rejected").length,
        used: Object.fromEntries(
            [...service.windows].map(([bucket, windows]) => {
                const permitted = (publishedLimits[bucket] ?? 1_200) * share;
                return [bucket, usedPart(windows, permitted, windowMs)];
            }),
        ),
        minutes: (clock.nowMs() - beganMs) / 60_000,
    };
}

function connection(service: SoakService, clock: VirtualClock, share: number, random: () => number): Send {
    const credential = { type: "api-token", apiToken: "token-of-the-soak" } as const;
    const conditions = {
        ...usualConditions({}),
        clock,
        say: () => undefined,
        runIsOver: async () => false,
        random,
        network: () => service.send,
        // All calls are queued at once here, for longer than any run would.
        retry: { ...defaultRetryPolicy, deadlineMs: 86_400_000 },
    };
    const api = { ...oktaApi, pacing: { ...oktaApi.pacing, share } };
    return openOkta({ origin: "https://example.okta.com", credential }, conditions, api);
}

interface Task {
    readonly makes?: string;
    readonly run: () => Promise<unknown>;
}

/** Calls in proportion to the limits, so that every bucket is busy to the end: 60 % reads, the rest writes. */
function workload(calls: number, random: () => number, sends: readonly Send[]): Task[] {
    const buckets = Object.entries(publishedLimits).flatMap(([bucket, limit]) =>
        Array<string>(limit / 100).fill(bucket),
    );
    return Array.from({ length: calls }, (_, number): Task => {
        const bucket = buckets[Math.floor(random() * buckets.length)] ?? "";
        const send = sends[number % sends.length] as Send;
        const path = bucket.replace("{id}", `${number}`);
        if (random() < 0.6) return { run: () => repeated(send, { method: "GET", path }) };
        if (bucket !== path) return { makes: path, run: () => repeated(send, { method: "PUT", path, body: {} }) };
        return { makes: `thing ${number}`, run: () => create(send, path, `thing ${number}`) };
    });
}

/** The connection does not repeat what was done but answered unreadably; a caller that may, does. */
async function repeated(send: Send, request: ApiRequest): Promise<ApiResponse> {
    return send(request).catch((failure: unknown) => {
        if (failure instanceof ApiFailure && failure.status === 200) return repeated(send, request);
        throw failure;
    });
}

/** What a provider does: a POST that may have happened is looked for before it is sent again. */
async function create(send: Send, path: string, name: string): Promise<void> {
    try {
        await send({ method: "POST", path, body: { name } });
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || !failure.mayHaveHappened) throw failure;
        const { body } = await repeated(send, { method: "GET", path, query: { name } });
        if ((body as unknown[]).length === 0) await create(send, path, name);
    }
}
