import type { BudgetReading } from "../../http/budget";
import type { Api } from "../../http/connect";
import { numberIn } from "../../http/loose";
import type { ApiRequest, ApiResponse } from "../../http/send";
import { explain, requestIdOf } from "./explain";

/** What our HTTP room must know of Okta. */
export const oktaApi: Api = {
    name: "okta",
    bucketOf,
    requestIdOf,
    explain,
    pacing: {
        // Okta's limits are the organisation's: people sign in and work under the same ones.
        share: 0.5,
        // Okta permits 75 at once, 35 in the smallest organisations, to everybody together (contracts, section 4).
        concurrency: 10,
        standBackMs: 10_000,
        readBudget,
    },
};

/**
 * Okta counts by path prefix, whatever the ids. Group push is missing in its published list; counted apart here, it learns
 * its limit from the headers like the rest.
 */
function bucketOf({ path }: ApiRequest): string {
    const [, api = "", version = "", area = "", id, below] = path.split("/");
    if (api !== "api") return `/${api}/${version}`;
    if (area === "apps" && below === "group-push") return "/api/v1/apps/{id}/group-push";
    // As the Okta plugin's table has it: what lies below one app counts with the list of apps.
    if (area === "apps" && below !== undefined) return "/api/v1/apps";
    return id === undefined ? `/api/${version}/${area}` : `/api/${version}/${area}/{id}`;
}

function readBudget({ status, headers }: ApiResponse): BudgetReading {
    const limit = numberIn(headers, "x-rate-limit-limit");
    const remaining = numberIn(headers, "x-rate-limit-remaining");
    const resetSeconds = numberIn(headers, "x-rate-limit-reset");
    // Too many at once is told apart by two zeros, and its reset is only a suggestion (Okta, "Concurrency rate limits").
    if (status === 429 && limit === 0 && remaining === 0) return { tooManyAtOnce: true };
    return { limit, remaining, resetMs: resetSeconds === undefined ? undefined : resetSeconds * 1000 };
}
