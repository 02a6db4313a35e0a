import type { AdjustmentSettings } from "../../http/adjusted";

/** Names as @pulumi/okta has them, where it has them. */
export const oktaAdjustments: AdjustmentSettings = {
    capacity: plain("Percent of Okta's rate limits to use", "MAX_API_CAPACITY", "okta:maxApiCapacity"),
    parallelism: plain("Calls to Okta at once", "OKTA_PARALLELISM", "okta:parallelism"),
    timeout: plain("Seconds for one try", "OKTA_REQUEST_TIMEOUT", "okta:requestTimeout"),
    deadline: plain("Seconds for a call with its waits", "OKTA_OPA_DEADLINE_SECONDS", "okta:deadlineSeconds"),
};

function plain(what: string, env: string, config: string) {
    return { what, env, config, secret: false };
}
