import type { BudgetReading } from "../../http/budget";
import type { Api } from "../../http/connect";
import type { ApiResponse } from "../../http/send";
import { explain } from "./explain";

/** What our HTTP room must know of OPA. */
export const opaApi: Api = {
    name: "opa",
    // One limit per user for everything (Advanced Server Access, "Rate limits").
    bucketOf: () => "the OPA API",
    requestIdOf: ({ headers }) => headers.get("x-request-id") ?? undefined,
    explain,
    pacing: {
        // The limit is the service user's own: nobody else works under it but perhaps a second run.
        share: 0.9,
        concurrency: 10,
        // Okta's SDK for OPA waits 5 to 10 s when a 429 does not say how long.
        standBackMs: 10_000,
        readBudget,
    },
};

function readBudget({ headers }: ApiResponse): BudgetReading {
    const limit = numberIn(headers, "x-ratelimit-limit");
    const remaining = numberIn(headers, "x-ratelimit-remaining");
    const resetSeconds = numberIn(headers, "x-ratelimit-reset");
    const retryAtSeconds = numberIn(headers, "x-ratelimit-retry-at") ?? afterDate(headers);
    return {
        ...(limit === undefined ? {} : { limit }),
        ...(remaining === undefined ? {} : { remaining }),
        ...(resetSeconds === undefined ? {} : { resetMs: resetSeconds * 1000 }),
        ...(retryAtSeconds === undefined ? {} : { retryAtMs: retryAtSeconds * 1000 }),
    };
}

function afterDate(headers: Headers): number | undefined {
    const afterSeconds = numberIn(headers, "retry-after");
    const dateMs = Date.parse(headers.get("date") ?? "");
    return afterSeconds === undefined || Number.isNaN(dateMs) ? undefined : dateMs / 1000 + afterSeconds;
}

function numberIn(headers: Headers, name: string): number | undefined {
    const text = headers.get(name)?.split(",")[0]?.trim() ?? "";
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
