import { defaultRetryPolicy } from "../../../resources/http/retry/retrying";
import type { Send } from "../../../resources/http/send";
import type { RequestFault } from "../../../tenant";
import type { Otherwise } from "./mapping-stage";

/** Every way in which a request can go wrong. */
export const faults: Readonly<Record<string, RequestFault>> = {
    "500": { status: 500 },
    "503": { status: 503 },
    "429": { status: 429 },
    "403": { status: 403 },
    "dropped before": { drop: "before" },
    "dropped after": { drop: "after" },
    late: { delayMs: 1_000_000 },
    unreadable: { body: "<html>" },
    "not as documented": { body: '{"unexpected":true}' },
};

/** A run in which nothing is tried twice, so that one fault is enough. */
export const unforgiving: Otherwise = {
    conditions: { retry: { ...defaultRetryPolicy, attempts: 1, attemptsWhenLimited: 1 } },
};

/** A run that is killed at a request, before or after the service took it. */
export interface Killing {
    readonly otherwise: Otherwise;
    /** Resolves at that moment; the run itself then goes on no further. */
    readonly killed: Promise<"killed">;
}

/** Kills a run at its request number `nth`, counted from 1. */
export function killedAt(nth: number, when: "before" | "after"): Killing {
    let kill = (_: "killed") => {};
    const killed = new Promise<"killed">((resolve) => {
        kill = resolve;
    });
    let count = 0;
    const around =
        (send: Send): Send =>
        async (request) => {
            count += 1;
            if (count < nth) return send(request);
            if (count === nth && when === "after") await send(request).catch(() => undefined);
            kill("killed");
            return new Promise(() => {});
        };
    return { otherwise: { around }, killed };
}
