import { retryAfterMs } from "../failure/untyped";
import type { BudgetReading } from "./budget";
import { longestWaitMs, slackMs } from "./service-clock";

/**
 * Milliseconds that a refusal (429) asks us to wait, counted from its own Date; undefined if it does not say, or names a
 * time in the past.
 */
export function delayAsked({ retryAtMs, resetMs }: BudgetReading, headers: Headers): number | undefined {
    const dateMs = Date.parse(headers.get("date") ?? "");
    const until = (timeMs: number | undefined) =>
        timeMs === undefined || Number.isNaN(dateMs) ? undefined : timeMs - dateMs;
    const delayMs = until(retryAtMs) ?? retryAfterMs(headers) ?? until(resetMs);
    if (delayMs === undefined || delayMs < 0) return undefined;
    return Math.min(delayMs + slackMs, longestWaitMs);
}
