import { type Conditions, connect, type Line, usualConditions } from "../../http/connect";
import { Secrets } from "../../http/failure/redact";
import { type Identity, unchanging } from "../../http/identity/authorized";
import type { Send } from "../../http/send";
import { adjustedConditions, adjustedPacing, adjustmentsFrom } from "../../http/settings/adjustments";
import { checkEverywhere } from "../../http/settings/common-settings";
import { checkExpected } from "../../http/settings/expected";
import { onePer } from "../../http/settings/one-connection-per-credentials";
import { refuse, type SettingFaults } from "../../http/settings/setting-faults";
import { SettingsReader } from "../../http/settings/settings-reader";
import type { ConfigSource } from "../../lifecycle/config-source";
import { oktaAdjustments, refuseFormerKey } from "./adjustment-settings";
import { type OktaCredential, type OktaCredentials, oktaCredentials } from "./credentials";
import { serviceApp } from "./identity/service-app";
import { oktaApi } from "./okta-api";

const connections = onePer<Send>();

/**
 * A connection to Okta's API, with the settings of the environment, else of stack configuration; the same credentials share
 * one. Throws CredentialsMissing or SettingRefused, with everything that is wrong, before anything is sent.
 */
export function connectToOkta(config: ConfigSource, env: NodeJS.ProcessEnv = process.env): Send {
    const { credentials, adjustments, faults } = read(config, env);
    refuse(faults);
    if (!credentials) throw new Error("Okta's credentials are neither whole nor refused.");
    const api = { ...oktaApi, pacing: adjustedPacing(oktaApi.pacing, adjustments) };
    const conditions = adjustedConditions(usualConditions(env), adjustments);
    const key = [credentials, adjustments, conditions.debug, conditions.writesFile];
    return connections(key, () => openOkta(credentials, conditions, api));
}

/** All that is missing or wrong in the settings for Okta. */
export function oktaSettingFaults(config: ConfigSource, env: NodeJS.ProcessEnv = process.env): SettingFaults {
    return read(config, env).faults;
}

/** The credentials that would be used; undefined while they are not whole. */
export const oktaCredentialsIn = (config: ConfigSource, env: NodeJS.ProcessEnv): OktaCredentials | undefined =>
    read(config, env).credentials;

function read(config: ConfigSource, env: NodeJS.ProcessEnv) {
    const reader = new SettingsReader({ config, env });
    const credentials = oktaCredentials(reader);
    const adjustments = adjustmentsFrom(oktaAdjustments, reader);
    refuseFormerKey(reader);
    checkEverywhere(credentials?.origin, env, reader);
    checkExpected({ org: credentials && new URL(credentials.origin).host }, reader);
    return { credentials, adjustments, faults: reader.faults };
}

/** A new connection, with rate-limit budgets of its own. */
export function openOkta({ origin, credential }: OktaCredentials, conditions: Conditions, api = oktaApi): Send {
    const secrets = new Secrets();
    const line = connect(api, origin, secrets, conditions);
    return line.as(identityOf(credential, origin, line, secrets, conditions));
}

function identityOf(
    credential: OktaCredential,
    origin: string,
    line: Line,
    secrets: Secrets,
    { clock }: Conditions,
): Identity {
    switch (credential.type) {
        case "access-token":
            secrets.add(credential.accessToken);
            return unchanging(`Bearer ${credential.accessToken}`);
        case "api-token":
            secrets.add(credential.apiToken);
            return unchanging(`SSWS ${credential.apiToken}`);
        case "service-app":
            secrets.add(credential.privateKey);
            return serviceApp({ origin, ...credential }, line, secrets, clock);
    }
}
