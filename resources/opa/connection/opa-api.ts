import type { Api } from "../../http/connect";
import { numberIn } from "../../http/failure/untyped";
import type { BudgetReading } from "../../http/pace/budget";
import type { ApiResponse } from "../../http/send";
import { explain, requestIdOf } from "./explain";

/** What the transport must know about OPA. */
export const opaApi: Api = {
    name: "opa",
    // One limit for all calls of a user (Advanced Server Access, "Rate limits").
    bucketOf: () => "OPA",
    words: new Set(["v1", "teams", "resource_groups", "projects", "secret_folders", "security_policy"]),
    requestIdOf,
    explain,
    pacing: {
        // The limit is the service user's own: a tenth is left for a second run with the same key.
        share: 0.9,
        concurrency: 10,
        // Okta's SDK for OPA waits 5 to 10 s when a 429 does not say how long.
        standBackMs: 10_000,
        readBudget,
    },
};

function readBudget({ headers }: ApiResponse): BudgetReading {
    return {
        limit: numberIn(headers, "x-ratelimit-limit"),
        remaining: numberIn(headers, "x-ratelimit-remaining"),
        resetMs: inMs(numberIn(headers, "x-ratelimit-reset")),
        retryAtMs: inMs(numberIn(headers, "x-ratelimit-retry-at")),
    };
}

function inMs(seconds: number | undefined): number | undefined {
    return seconds === undefined ? undefined : seconds * 1000;
}
