import type { SinonFakeTimers } from "sinon";
import type { ApiRequest, ApiResponse, Send } from "../../../resources/http/send";
import { openOkta } from "../../../resources/okta/connection/connect";
import { oktaApi } from "../../../resources/okta/connection/okta-api";
import { type OpaConnection, openOpa } from "../../../resources/opa/connection/connect";
import { type Answer, type Script, settled, startMs } from "./script";

/** A call of Okta's busiest bucket. */
export const groups: ApiRequest = { method: "GET", path: "/api/v1/groups" };

/** Okta's connection over a script, with other conditions or another pacing. */
export function pacedOkta(script: Script, conditions = {}, pacing = {}): Send {
    const api = { ...oktaApi, pacing: { ...oktaApi.pacing, ...pacing } };
    const credential = { type: "api-token", apiToken: "token-of-the-test" } as const;
    return openOkta({ origin: "https://example.okta.com", credential }, script.conditions(conditions), api);
}

/** OPA's connection over a script, whose first answer is to be `opaToken`. */
export function pacedOpa(script: Script): OpaConnection {
    const credentials = { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" };
    return openOpa(credentials, script.conditions());
}

/** OPA's answer to a key. */
export const opaToken: Answer = {
    status: 200,
    body: {
        bearer_token: "bearer-of-the-test",
        expires_at: new Date(startMs + 86_400_000).toISOString(),
        team_name: "acme",
    },
};

/** Sends so many calls at once and lets time run until all are answered. */
export function many(clock: SinonFakeTimers, send: Send, count: number, request = groups): Promise<ApiResponse[]> {
    return settled(clock, Promise.all(Array.from({ length: count }, () => send(request))));
}
