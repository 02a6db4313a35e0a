import { type Conditions, connect, usualConditions } from "../http/connect";
import { CredentialsMissing, type MissingCredential } from "../http/credentials-missing";
import { onePer } from "../http/one-per";
import { Secrets } from "../http/redact";
import type { Send } from "../http/send";
import type { ConfigSource } from "../lifecycle/config-source";
import { type OpaCredentials, type OpaPurpose, opaCredentials } from "./connection/credentials";
import { opaApi } from "./connection/opa-api";
import { serviceUser } from "./identity/service-user";

/** The way to one OPA team. */
export interface OpaConnection {
    readonly send: Send;
    /** `/v1/teams/{team}`, percent-encoded: what every path begins with. */
    readonly teamPath: string;
}

const connections = onePer<OpaConnection>();

/**
 * The way to OPA's API for one purpose, as the environment or else the stack configuration gives it; the same one for the
 * same credentials. Throws CredentialsMissing or SettingRefused before anything is sent.
 */
export function connectToOpa(
    config: ConfigSource,
    purpose: OpaPurpose,
    env: NodeJS.ProcessEnv = process.env,
): OpaConnection {
    const found = opaCredentials(purpose, { config, env });
    if (isMissing(found)) throw new CredentialsMissing(found);
    return connections([found, env["OKTA_OPA_LOG"]], () => openOpa(found, usualConditions(env)));
}

/** What is missing to connect to OPA, with both ways to give each; empty when nothing is. */
export function missingOpaCredentials(
    config: ConfigSource,
    purpose: OpaPurpose,
    env: NodeJS.ProcessEnv = process.env,
): readonly MissingCredential[] {
    const found = opaCredentials(purpose, { config, env });
    return isMissing(found) ? found : [];
}

/** A new connection, with budgets of its own. */
export function openOpa({ origin, team, keyId, keySecret }: OpaCredentials, conditions: Conditions): OpaConnection {
    const secrets = new Secrets();
    secrets.add(keyId);
    secrets.add(keySecret);
    const teamPath = `/v1/teams/${encodeURIComponent(team)}`;
    const open = connect(opaApi, origin, secrets, conditions);
    const identity = serviceUser({ team, teamPath, keyId, keySecret }, open(), secrets, conditions.clock);
    return { send: open(identity), teamPath };
}

function isMissing(found: OpaCredentials | readonly MissingCredential[]): found is readonly MissingCredential[] {
    return Array.isArray(found);
}
