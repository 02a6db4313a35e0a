import type { Api } from "../../http/connect";
import { numberIn } from "../../http/failure/untyped";
import type { BudgetReading } from "../../http/pace/budget";
import type { ApiRequest, ApiResponse } from "../../http/send";
import { explain, requestIdOf } from "./explain";

/** What the transport must know about Okta. */
export const oktaApi: Api = {
    name: "okta",
    bucketOf,
    words: new Set(["api", "v1", "apps", "group-push", "mappings"]),
    requestIdOf,
    explain,
    pacing: {
        // Okta's limits are the organisation's, and people work under them too. But a token gets half of each by default, and its
        // headers speak of that half (Okta, "Rate limits for API tokens"): the other half is theirs already.
        share: 0.9,
        // Okta allows 75 at once, 35 in the smallest organisations, for everybody together (Okta, "Concurrency rate limits").
        concurrency: 10,
        standBackMs: 10_000,
        readBudget,
    },
};

/**
 * Okta counts by path, whatever the ids (developer.okta.com, "Management rate limits"): one app or group or user by its id
 * apart from its list, everything below an app together with the list of apps, reading a user apart from changing it. Where
 * the table says nothing, a superfluous bucket does no harm: it learns the same budget from its own answers.
 */
function bucketOf({ method, path }: ApiRequest): string {
    const [, api = "", version = "", area = "", id, below] = path.split("/");
    if (api !== "api") return `/${api}/${version}`;
    const list = `/api/${version}/${area}`;
    if (id === undefined || (area === "apps" && below !== undefined)) return list;
    if (below !== undefined) return `${list}/{id}/*`;
    return area === "users" && method === "GET" ? `GET ${list}/{id}` : `${list}/{id}`;
}

function readBudget({ status, headers }: ApiResponse): BudgetReading {
    const limit = numberIn(headers, "x-rate-limit-limit");
    const remaining = numberIn(headers, "x-rate-limit-remaining");
    const resetSeconds = numberIn(headers, "x-rate-limit-reset");
    // Two zeros mean too many calls at once; the reset is only a suggestion then (Okta, "Concurrency rate limits").
    if (status === 429 && limit === 0 && remaining === 0) return { tooManyAtOnce: true };
    return { limit, remaining, resetMs: resetSeconds === undefined ? undefined : resetSeconds * 1000 };
}
