import type { SettingFaults } from "../http/settings/setting-faults";
import type { ConfigSource } from "../lifecycle/config-source";
import { oktaSettingFaults } from "../okta/connection/connect";
import { opaSettingFaults } from "../opa/connection/connect";
import { configKeys, defaultPlace, type Place } from "../team-secrets-space/declared/place";
import { stackSettings } from "../team-secrets-space/declared/stack-settings";
import { type Code, type Finding, found } from "./finding";

/** What is missing or wrong in the settings: a finding each. Nothing is sent. */
export function examineSettings(config: ConfigSource, env: NodeJS.ProcessEnv): Finding[] {
    const forOpa = [opaSettingFaults(config, "resource", env), opaSettingFaults(config, "security", env)];
    return [
        ...faults("okta-settings", [oktaSettingFaults(config, env)]),
        ...faults("opa-settings", forOpa),
        ...ofStack(config),
        ...placeOf(defaultPlace(config)),
    ];
}

function faults(code: Code, all: readonly SettingFaults[]): Finding[] {
    const missing = new Map(all.flatMap((one) => one.missing).map((setting) => [setting.config, setting]));
    const wrong = [...new Set(all.flatMap((one) => one.wrong))];
    const findings = [
        ...wrong.map((sentences) => found(code, "failed", sentences)),
        ...[...missing.values()].map(({ what, env, config, secret }) =>
            found(
                code,
                "failed",
                `Missing: ${what}.`,
                `Set ${env} in the environment, or run \`pulumi config set ${secret ? "--secret " : ""}${config}\`.`,
            ),
        ),
    ];
    return findings.length > 0 ? findings : [found(code, "ok", "All that is needed is there.")];
}

function ofStack(config: ConfigSource): Finding[] {
    const { mistakes } = stackSettings(config);
    if (mistakes.length === 0) return [found("stack-settings", "ok", "Nothing is wrong with it.")];
    return mistakes.map(({ property, reason }) => found("stack-settings", "failed", `${property}: ${reason}`));
}

/** Each team may declare it itself, so a missing default is no failure. */
function placeOf(place: Place): Finding[] {
    const missing = Object.entries(configKeys).filter(([part]) => !place[part as keyof Place]);
    if (missing.length === 0) {
        return [found("place", "ok", `${place.parentFolder} in ${place.resourceGroup}, ${place.project}.`)];
    }
    return missing.map(([part, key]) =>
        found(
            "place",
            "warning",
            `No ${part} for spaces that do not declare one; what is below it was not looked at.`,
            `Run \`pulumi config set ${key}\`, and give this command the stack with --stack; or declare it for each space.`,
        ),
    );
}
