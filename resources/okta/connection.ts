import { adjustedConditions, adjustedPacing, adjustmentsFrom } from "../http/adjusted";
import { type Identity, unchanging } from "../http/authorized";
import { type Conditions, connect, type Line, usualConditions } from "../http/connect";
import { CredentialsMissing } from "../http/credentials-missing";
import { onePer } from "../http/one-per";
import { Secrets } from "../http/redact";
import type { Send } from "../http/send";
import type { Setting } from "../http/setting";
import type { ConfigSource } from "../lifecycle/config-source";
import { oktaAdjustments } from "./connection/adjustment-settings";
import { type OktaCredential, type OktaCredentials, oktaCredentials } from "./connection/credentials";
import { oktaApi } from "./connection/okta-api";
import { serviceApp } from "./identity/service-app";

const connections = onePer<Send>();

/**
 * A connection to Okta's API, with the settings of the environment, else of stack configuration; the same credentials share
 * one. Throws CredentialsMissing or SettingRefused before anything is sent.
 */
export function connectToOkta(config: ConfigSource, env: NodeJS.ProcessEnv = process.env): Send {
    const sources = { config, env };
    const found = oktaCredentials(sources);
    if ("missing" in found) throw new CredentialsMissing(found.missing);
    const adjustments = adjustmentsFrom(oktaAdjustments, sources);
    const api = { ...oktaApi, pacing: adjustedPacing(oktaApi.pacing, adjustments) };
    const conditions = adjustedConditions(usualConditions(env), adjustments);
    return connections([found, adjustments, conditions.debug], () => openOkta(found, conditions, api));
}

/** The missing credentials for Okta, with both places to set each; empty when none is missing. */
export function missingOktaCredentials(config: ConfigSource, env: NodeJS.ProcessEnv = process.env): readonly Setting[] {
    const found = oktaCredentials({ config, env });
    return "missing" in found ? found.missing : [];
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
