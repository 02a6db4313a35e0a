import { adjustedConditions, adjustedPacing, adjustmentsFrom } from "../http/adjusted";
import { type Conditions, connect, usualConditions } from "../http/connect";
import { CredentialsMissing } from "../http/credentials-missing";
import { onePer } from "../http/one-per";
import { Secrets } from "../http/redact";
import type { Pause } from "../http/retrying";
import type { Send } from "../http/send";
import type { Setting } from "../http/setting";
import type { ConfigSource } from "../lifecycle/config-source";
import { opaAdjustments } from "./connection/adjustment-settings";
import { type OpaCredentials, type OpaPurpose, opaCredentials } from "./connection/credentials";
import { opaApi } from "./connection/opa-api";
import { serviceUser } from "./identity/service-user";

/** The way to one OPA team. */
export interface OpaConnection {
    readonly send: Send;
    /** `/v1/teams/{team}`, percent-encoded: what every path begins with. */
    readonly teamPath: string;
    /** Waits before something is decided on anew that may have happened. */
    readonly pause: Pause;
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
    const sources = { config, env };
    const found = opaCredentials(purpose, sources);
    if ("missing" in found) throw new CredentialsMissing(found.missing);
    const adjustments = adjustmentsFrom(opaAdjustments, sources);
    const api = { ...opaApi, pacing: adjustedPacing(opaApi.pacing, adjustments) };
    const conditions = adjustedConditions(usualConditions(env), adjustments);
    return connections([found, adjustments, conditions.debug], () => openOpa(found, conditions, api));
}

/** What is missing to connect to OPA, with both ways to give each; empty when nothing is. */
export function missingOpaCredentials(
    config: ConfigSource,
    purpose: OpaPurpose,
    env: NodeJS.ProcessEnv = process.env,
): readonly Setting[] {
    const found = opaCredentials(purpose, { config, env });
    return "missing" in found ? found.missing : [];
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
