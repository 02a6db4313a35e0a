import { type Conditions, connect, usualConditions } from "../../http/connect";
import { Secrets } from "../../http/failure/redact";
import type { Pause } from "../../http/retry/retrying";
import type { Send } from "../../http/send";
import { adjustedConditions, adjustedPacing, adjustmentsFrom } from "../../http/settings/adjustments";
import { checkEverywhere } from "../../http/settings/common-settings";
import { checkExpected } from "../../http/settings/expected";
import { onePer } from "../../http/settings/one-connection-per-credentials";
import { refuse, type SettingFaults } from "../../http/settings/setting-faults";
import { SettingsReader } from "../../http/settings/settings-reader";
import type { ConfigSource } from "../../lifecycle/config-source";
import { opaAdjustments } from "./adjustment-settings";
import { type OpaCredentials, type OpaPurpose, opaCredentials } from "./credentials";
import { serviceUser } from "./identity/service-user";
import { opaApi } from "./opa-api";

/** A connection to one OPA team. */
export interface OpaConnection {
    readonly send: Send;
    /** `/v1/teams/{team}`, percent-encoded: what every path begins with. */
    readonly teamPath: string;
    /** Waits before something that may have happened already is decided again. */
    readonly pause: Pause;
}

const connections = onePer<OpaConnection>();

/**
 * A connection to OPA's API for one purpose, with the settings of the environment, else of stack configuration; the same
 * credentials share one. Throws CredentialsMissing or SettingRefused, with everything that is wrong, before anything is
 * sent.
 */
export function connectToOpa(
    config: ConfigSource,
    purpose: OpaPurpose,
    env: NodeJS.ProcessEnv = process.env,
): OpaConnection {
    const { credentials, adjustments, faults } = read(config, purpose, env);
    refuse(faults);
    if (!credentials) throw new Error("OPA's credentials are neither whole nor refused.");
    const api = { ...opaApi, pacing: adjustedPacing(opaApi.pacing, adjustments) };
    const conditions = adjustedConditions(usualConditions(env), adjustments);
    const key = [credentials, adjustments, conditions.debug, conditions.writesFile];
    return connections(key, () => openOpa(credentials, conditions, api));
}

/** All that is missing or wrong in the settings for OPA and one purpose. */
export function opaSettingFaults(
    config: ConfigSource,
    purpose: OpaPurpose,
    env: NodeJS.ProcessEnv = process.env,
): SettingFaults {
    return read(config, purpose, env).faults;
}

function read(config: ConfigSource, purpose: OpaPurpose, env: NodeJS.ProcessEnv) {
    const reader = new SettingsReader({ config, env });
    const credentials = opaCredentials(purpose, reader);
    const adjustments = adjustmentsFrom(opaAdjustments, reader);
    checkEverywhere(credentials?.origin, env, reader);
    checkExpected({ opaTeam: credentials?.team }, reader);
    return { credentials, adjustments, faults: reader.faults };
}

/** A new connection, with budgets of its own. */
export function openOpa(credentials: OpaCredentials, conditions: Conditions, api = opaApi): OpaConnection {
    const { origin, team, keyId, keySecret } = credentials;
    const secrets = new Secrets();
    secrets.add(keyId);
    secrets.add(keySecret);
    const teamPath = `/v1/teams/${encodeURIComponent(team)}`;
    const line = connect(api, origin, secrets, conditions);
    return {
        send: line.as(serviceUser({ team, teamPath, keyId, keySecret }, line, secrets, conditions.clock)),
        teamPath,
        pause: line.pause,
    };
}
