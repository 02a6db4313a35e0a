import type { BudgetReading } from "../../http/budget";
import type { Api } from "../../http/connect";
import type { Explanation } from "../../http/failing";
import type { ApiRequest, ApiResponse } from "../../http/send";
import { remedyFor } from "./remedies";

/** What our HTTP room must know of Okta. */
export const oktaApi: Api = {
    name: "okta",
    bucketOf,
    requestIdOf: ({ headers }) => headers.get("x-okta-request-id") ?? undefined,
    explain,
    pacing: {
        // Okta's limits are the organisation's: people sign in and work under the same ones.
        share: 0.5,
        // Okta permits 75 at once, 35 in the smallest organisations, to everything together.
        concurrency: 10,
        standBackMs: 10_000,
        readBudget,
    },
};

/** Okta counts by path prefix; the ids in a path don't matter. Its list names no group push, so that is its own here. */
function bucketOf({ path }: ApiRequest): string {
    const [, api, version, area = "", id, below] = path.split("/");
    if (api !== "api") return `/${api}/${version}`;
    if (below === "group-push") return "/api/v1/apps/{id}/group-push";
    if (below !== undefined && area === "apps") return "/api/v1/apps";
    return id === undefined ? `/api/v1/${area}` : `/api/v1/${area}/{id}`;
}

function readBudget({ status, headers }: ApiResponse): BudgetReading {
    const limit = numberIn(headers, "x-rate-limit-limit");
    const remaining = numberIn(headers, "x-rate-limit-remaining");
    const resetSeconds = numberIn(headers, "x-rate-limit-reset");
    // Too many at once is told apart by two zeros; its reset is only a suggestion (Okta, "Concurrency rate limits").
    if (status === 429 && limit === 0 && remaining === 0) return { tooManyAtOnce: true };
    return {
        ...(limit === undefined ? {} : { limit }),
        ...(remaining === undefined ? {} : { remaining }),
        ...(resetSeconds === undefined ? {} : { resetMs: resetSeconds * 1000 }),
    };
}

function numberIn(headers: Headers, name: string): number | undefined {
    // A duplicated header arrives as "600, 600".
    const text = headers.get(name)?.split(",")[0]?.trim() ?? "";
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function explain(request: ApiRequest, response: ApiResponse): Explanation {
    const body = (typeof response.body === "object" && response.body !== null ? response.body : {}) as Record<
        string,
        unknown
    >;
    const requestId = response.headers.get("x-okta-request-id") ?? text(body["errorId"]);
    const said = text(body["errorSummary"]) ?? text(body["error_description"]);
    const code = text(body["errorCode"]) ?? text(body["error"]);
    const causes = Array.isArray(body["errorCauses"]) ? body["errorCauses"].flatMap(causeIn) : [];
    const remedy = remedyFor(request, response.status, code);
    return {
        causes,
        ...(said === undefined ? {} : { said }),
        ...(code === undefined ? {} : { code }),
        ...(requestId === undefined ? {} : { requestId }),
        ...remedy,
    };
}

function causeIn(cause: unknown): string[] {
    const summary =
        typeof cause === "object" && cause !== null
            ? text((cause as Record<string, unknown>)["errorSummary"])
            : undefined;
    return summary === undefined ? [] : [summary];
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
