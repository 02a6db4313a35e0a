import type { AdjustmentSettings } from "../../http/settings/adjustments";
import type { SettingsReader } from "../../http/settings/settings-reader";

/**
 * The settings that adjust a connection to Okta. Names are those of @pulumi/okta, where it has them; its plugin refuses
 * every other key of its namespace.
 */
export const oktaAdjustments: AdjustmentSettings = {
    capacity: plain("Percent of Okta's rate limits to use", "MAX_API_CAPACITY", "okta:maxApiCapacity"),
    parallelism: plain("Concurrent calls to Okta", "OKTA_PARALLELISM", "okta:parallelism"),
    timeout: plain("Seconds for one attempt", "OKTA_REQUEST_TIMEOUT", "okta:requestTimeout"),
    deadline: plain(
        "Seconds for a call with its retries and waits",
        "OKTA_OPA_DEADLINE_SECONDS",
        "pulumi-okta-opa:oktaDeadlineSeconds",
    ),
};

/** Tells users who set the deadline in the plugin's namespace where it belongs: the plugin's own message does not. */
export function refuseFormerKey(reader: SettingsReader): void {
    const former = "okta:deadlineSeconds";
    const given = reader.inConfiguration({ ...oktaAdjustments.deadline, config: former });
    if (!given) return;
    const now = oktaAdjustments.deadline.config;
    reader.refuse(
        `${former} is none of the Okta plugin's keys, and it refuses others. Run \`pulumi config rm ${former}\` and ` +
            `\`pulumi config set ${now} ${given.value}\`.`,
    );
}

function plain(what: string, env: string, config: string) {
    return { what, env, config, secret: false };
}
