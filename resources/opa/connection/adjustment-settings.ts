import type { AdjustmentSettings } from "../../http/settings/adjustments";

/** Named like those of Okta's API. */
export const opaAdjustments: AdjustmentSettings = {
    capacity: plain("Percent of OPA's rate limit to use", "OKTAPAM_MAX_API_CAPACITY", "opa:maxApiCapacity"),
    parallelism: plain("Calls to OPA at once", "OKTAPAM_PARALLELISM", "opa:parallelism"),
    timeout: plain("Seconds for one try", "OKTAPAM_REQUEST_TIMEOUT", "opa:requestTimeout"),
    deadline: plain("Seconds for a call with its waits", "OKTA_OPA_DEADLINE_SECONDS", "opa:deadlineSeconds"),
};

function plain(what: string, env: string, config: string) {
    return { what, env, config, secret: false };
}
