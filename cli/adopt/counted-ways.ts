import type { Ways } from "../../resources/adopt/look/look";
import type { Send } from "../../resources/http/send";
import { together } from "../../resources/http/settings/setting-faults";
import type { ConfigSource } from "../../resources/lifecycle/config-source";
import { connectToOkta, oktaSettingFaults } from "../../resources/okta/connection/connect";
import { connectToOpa, opaSettingFaults } from "../../resources/opa/connection/connect";

/** Connections to both services. They count every call, and refuse a call that would write before it is sent. */
export function countedWays(config: ConfigSource): { readonly ways: Ways; readonly count: { readonly calls: number } } {
    const count = { calls: 0 };
    const counting =
        (send: Send): Send =>
        (request) => {
            if (request.method !== "GET") {
                throw new Error(`${request.method} ${request.path} was not sent: this command only reads.`);
            }
            count.calls += 1;
            return send(request);
        };
    requireCredentials(config);
    const opa = (purpose: "resource" | "security") => {
        const connection = connectToOpa(config, purpose);
        return { ...connection, send: counting(connection.send) };
    };
    const ways = { okta: counting(connectToOkta(config)), resource: opa("resource"), security: opa("security") };
    return { ways, count };
}

/** Throws everything that is missing for both services, before any call. The connections themselves report wrong values. */
function requireCredentials(config: ConfigSource): void {
    const opa = (["resource", "security"] as const).map((purpose) => opaSettingFaults(config, purpose));
    const { missing } = together(oktaSettingFaults(config), ...opa);
    if (missing.length === 0) return;
    const lines = missing.map(({ what, env }) => `  ${what}: set ${env} in the environment.`);
    throw new Error(["Credentials are missing, so nothing was sent:", ...lines].join("\n"));
}
