import { type Identity, unchanging } from "../http/authorized";
import { type Conditions, connect, usualConditions } from "../http/connect";
import { CredentialsMissing, type MissingCredential } from "../http/credentials-missing";
import { onePer } from "../http/one-per";
import { Secrets } from "../http/redact";
import type { Send } from "../http/send";
import type { ConfigSource } from "../lifecycle/config-source";
import { type OktaCredentials, oktaCredentials } from "./connection/credentials";
import { oktaApi } from "./connection/okta-api";
import { serviceApp } from "./identity/service-app";

const connections = onePer<Send>();

/**
 * The way to Okta's API, as the environment or else the stack configuration gives it; the same one for the same credentials.
 * Throws CredentialsMissing or AddressRefused before anything is sent.
 */
export function connectToOkta(config: ConfigSource, env: NodeJS.ProcessEnv = process.env): Send {
    const found = oktaCredentials({ config, env });
    if (isMissing(found)) throw new CredentialsMissing(found);
    return connections([found, env["OKTA_OPA_LOG"]], () => openOkta(found, usualConditions(env)));
}

/** What is missing to connect to Okta, with both ways to give each; empty when nothing is. */
export function missingOktaCredentials(
    config: ConfigSource,
    env: NodeJS.ProcessEnv = process.env,
): readonly MissingCredential[] {
    const found = oktaCredentials({ config, env });
    return isMissing(found) ? found : [];
}

/** A new connection, with budgets of its own. */
export function openOkta({ origin, credential }: OktaCredentials, conditions: Conditions): Send {
    const secrets = new Secrets();
    const open = connect(oktaApi, origin, secrets, conditions);
    const identity = (): Identity => {
        switch (credential.type) {
            case "access-token":
                secrets.add(credential.accessToken);
                return unchanging(`Bearer ${credential.accessToken}`);
            case "api-token":
                secrets.add(credential.apiToken);
                return unchanging(`SSWS ${credential.apiToken}`);
            case "service-app":
                secrets.add(credential.privateKey);
                return serviceApp({ origin, ...credential }, open(), secrets, conditions.clock);
        }
    };
    return open(identity());
}

function isMissing(found: OktaCredentials | readonly MissingCredential[]): found is readonly MissingCredential[] {
    return Array.isArray(found);
}
