import { agentsFor } from "../../../resources/http/network/agents";
import { transport } from "../../../resources/http/network/transport";
import { unanswered } from "../../../resources/http/network/unanswered";
import type { ApiRequest, Send } from "../../../resources/http/send";
import type { RequestFault, Tenant } from "../../../tenant";
import type { VirtualClock } from "./virtual-clock";

/** What the tenant is told to do wrong, before or after it does what it is asked. */
const tenantFaults = {
    "500": { status: 500 },
    "503": { status: 503 },
    "429 of others": { status: 429 },
    "dropped before": { drop: "before" },
    "dropped after": { drop: "after" },
    "unreadable after": { body: "<html>" },
} as const satisfies Readonly<Record<string, RequestFault>>;

const faults = [...Object.keys(tenantFaults), "no answer before", "no answer after", "tokens expired"];

/** Tokens that expire again before a new one was used look like a missing role. */
const tokensLastMs = 20_000;

/** How long we wait for an answer that never comes. Each holds one of ten places so long, so a minute would hold up all. */
const timeoutMs = 10_000;

/**
 * The way to a tenant over a real socket, in virtual time: uneven latency, and one fault in so many calls, of every kind a
 * client can meet.
 */
export class FaultyNetwork {
    readonly faults = new Map<string, number>();
    /** Over one connection. */
    mostInFlight = 0;
    #expiredMs: number;

    constructor(
        private readonly tenant: Tenant,
        private readonly clock: VirtualClock,
        private readonly random: () => number,
        private readonly faultRate: number,
    ) {
        this.#expiredMs = clock.nowMs();
    }

    /** What `Conditions.network` asks for. */
    readonly to = (origin: string): Send => {
        const real = transport({ origin, timeoutMs: 30_000, userAgent: "soak", agentFor: agentsFor(origin) });
        let inFlight = 0;
        return async (request) => {
            inFlight += 1;
            this.mostInFlight = Math.max(this.mostInFlight, inFlight);
            try {
                return await this.#carry(real, request);
            } finally {
                inFlight -= 1;
            }
        };
    };

    async #carry(real: Send, { attempt: _, ...request }: ApiRequest) {
        const latencyMs = 20 + this.random() * 100;
        const fault = this.random() < this.faultRate ? this.#pick() : "";
        await this.clock.sleep(latencyMs);
        if (fault === "no answer before") return this.#silence(request);
        this.#arm(fault, request);
        const answer = await this.clock.standingStill(() => real(request));
        if (fault === "no answer after") return this.#silence(request);
        await this.clock.sleep(latencyMs);
        return answer;
    }

    #pick(): string {
        const fault = faults[Math.floor(this.random() * faults.length)] ?? "";
        if (fault === "tokens expired" && this.clock.nowMs() < this.#expiredMs + tokensLastMs) return this.#pick();
        this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
        return fault;
    }

    #arm(fault: string, { method, path }: ApiRequest): void {
        if (fault === "tokens expired") {
            this.#expiredMs = this.clock.nowMs();
            this.tenant.expireTokens();
        }
        const told: RequestFault | undefined = tenantFaults[fault as keyof typeof tenantFaults];
        if (told) this.tenant.fail({ ...told, method, path: new RegExp(`^${path.replaceAll(/[^\w/]/g, "\\$&")}$`) });
    }

    async #silence(request: Omit<ApiRequest, "attempt">): Promise<never> {
        await this.clock.sleep(timeoutMs);
        throw unanswered(request, "tenant", undefined, timeoutMs);
    }
}
