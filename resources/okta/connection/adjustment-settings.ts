import type { AdjustmentSettings } from "../../http/adjusted";

/** The settings that adjust a connection to Okta. Names are those of @pulumi/okta, where it has them. */
export const oktaAdjustments: AdjustmentSettings = {
    capacity: plain("Percent of Okta's rate limits to use", "MAX_API_CAPACITY", "okta:maxApiCapacity"),
    parallelism: plain("Concurrent calls to Okta", "OKTA_PARALLELISM", "okta:parallelism"),
    timeout: plain("Seconds for one attempt", "OKTA_REQUEST_TIMEOUT", "okta:requestTimeout"),
    deadline: plain(
        "Seconds for a call with its retries and waits",
        "OKTA_OPA_DEADLINE_SECONDS",
        "okta:deadlineSeconds",
    ),
};

function plain(what: string, env: string, config: string) {
    return { what, env, config, secret: false };
}
