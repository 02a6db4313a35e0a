import { ApiFailure } from "../../../resources/http/failure/api-failure";
import { readsOnly } from "../../../resources/http/failure/failing";
import type { ApiRequest, ApiResponse, Send } from "../../../resources/http/send";
import type { Clock } from "../../../resources/http/time/clock";
import type { Window } from "./used-part";

/** Calls per minute of a workforce organisation (developer.okta.com, "Management rate limits"). */
export const publishedLimits: Readonly<Record<string, number>> = {
    "/api/v1/apps": 100,
    "/api/v1/groups": 500,
    "/api/v1/groups/{id}": 1_000,
    "/api/v1/users": 600,
};

/** What goes wrong, before or after the call took effect. */
const faults = [
    "503",
    "500 after",
    "dropped",
    "dropped after",
    "no answer",
    "no answer after",
    "unreadable after",
] as const;
type Fault = (typeof faults)[number];

/** Milliseconds in which a limit counts. */
export const windowMs = 60_000;

/** A service with published limits, an uneven latency and faults, that keeps what it is given: the witness of the soak. */
export class SoakService {
    /** How often each thing was made; a name that was made twice is a doubled write. */
    readonly made = new Map<string, number>();
    readonly faults = new Map<Fault, number>();
    readonly windows = new Map<string, Window[]>();
    requests = 0;
    refusedInFirstWindow = 0;
    refusedLater = 0;
    mostInFlight = 0;
    #inFlight = 0;

    constructor(
        private readonly clock: Clock,
        private readonly random: () => number,
        private readonly faultRate: number,
        private readonly bucketOf: (request: ApiRequest) => string,
    ) {}

    readonly send: Send = async (request) => {
        this.requests += 1;
        this.#inFlight += 1;
        this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
        const half = 20 + this.random() * 100;
        try {
            await this.clock.sleep(half);
            return await this.#answer(request, half);
        } finally {
            this.#inFlight -= 1;
        }
    };

    async #answer(request: ApiRequest, half: number): Promise<ApiResponse> {
        const headers = this.#count(request);
        const fault = this.random() < this.faultRate ? faults[Math.floor(this.random() * faults.length)] : undefined;
        if (fault) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
        if (!headers) return this.#tooMany(request);
        const body = fault === undefined || fault.endsWith("after") ? this.#happen(request) : undefined;
        await this.clock.sleep(fault?.startsWith("no answer") ? 5_000 : half);
        if (fault?.startsWith("50")) return { status: Number(fault.slice(0, 3)), headers, body: undefined };
        if (fault) throw this.#failure(request, fault);
        return { status: 200, headers, body };
    }

    #happen({ method, path, body, query }: ApiRequest): unknown {
        const name = method === "POST" ? (body as { name: string }).name : path;
        if (method === "POST") this.made.set(name, (this.made.get(name) ?? 0) + 1);
        if (method === "PUT") this.made.set(name, 1);
        return typeof query?.["name"] === "string" && !this.made.has(query["name"]) ? [] : [{}];
    }

    #failure(request: ApiRequest, fault: Fault): ApiFailure {
        return new ApiFailure({
            kind: "unavailable",
            said: fault,
            method: request.method,
            path: request.path,
            ...(fault.startsWith("unreadable") ? { status: 200 } : {}),
            mayHaveHappened: !readsOnly(request),
        });
    }

    #count(request: ApiRequest): Headers | undefined {
        const bucket = this.bucketOf(request);
        const limit = publishedLimits[bucket] ?? 1_200;
        const windows = this.windows.get(bucket) ?? [];
        this.windows.set(bucket, windows);
        let window = windows.at(-1);
        if (!window || this.clock.nowMs() >= window.beganMs + windowMs) {
            window = { beganMs: this.clock.nowMs(), used: 0 };
            windows.push(window);
        }
        if (window.used >= limit) {
            if (windows.length === 1) this.refusedInFirstWindow += 1;
            else this.refusedLater += 1;
            return undefined;
        }
        window.used += 1;
        return this.#headers(limit, limit - window.used, window);
    }

    #headers(limit: number, remaining: number, { beganMs }: Window): Headers {
        return new Headers({
            date: new Date(this.clock.nowMs()).toUTCString(),
            "x-rate-limit-limit": `${limit}`,
            "x-rate-limit-remaining": `${remaining}`,
            "x-rate-limit-reset": `${Math.floor((beganMs + windowMs) / 1000)}`,
        });
    }

    #tooMany(request: ApiRequest): ApiResponse {
        const bucket = this.bucketOf(request);
        const window = this.windows.get(bucket)?.at(-1) ?? { beganMs: 0, used: 0 };
        return { status: 429, headers: this.#headers(publishedLimits[bucket] ?? 1_200, 0, window), body: undefined };
    }
}
