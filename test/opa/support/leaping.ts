import { agentsFor } from "../../../resources/http/network/agents";
import { transport } from "../../../resources/http/network/transport";
import type { ApiRequest } from "../../../resources/http/send";
import type { Clock } from "../../../resources/http/time/clock";
import type { OpaConnection } from "../../../resources/opa/connection/connect";
import type { Tenant } from "../../../tenant";
import { connected } from "./connected";

/** What happens before the answer to a request arrives; resolves with how many seconds that takes. */
export type Meanwhile = (request: ApiRequest) => Promise<number>;

/** A connection whose answers take as long as said, without anybody waiting: its clock leaps. */
export function leaping(tenant: Tenant, meanwhile: Meanwhile): OpaConnection {
    let leaptMs = 0;
    const clock: Clock = {
        nowMs: () => Date.now() + leaptMs,
        sleep: async (delayMs) => {
            leaptMs += delayMs;
        },
    };
    const network = (origin: string) => {
        const send = transport({ origin, timeoutMs: 30_000, userAgent: "test", agentFor: agentsFor(origin) });
        return async (request: ApiRequest) => {
            const answer = await send(request);
            leaptMs += 1000 * (await meanwhile(request));
            return answer;
        };
    };
    return connected(tenant, (send) => send, {}, { clock, network, random: () => 0 });
}

/** Lets something happen once, while the answer to this request comes `seconds` late; the first such, or the `nth`. */
export function once(
    method: string,
    path: RegExp,
    seconds: number,
    happens: () => Promise<unknown>,
    nth = 1,
): Meanwhile {
    let seen = 0;
    return async (request) => {
        if (request.method !== method || !path.test(request.path)) return 0;
        seen += 1;
        if (seen !== nth) return 0;
        await happens();
        return seconds;
    };
}
