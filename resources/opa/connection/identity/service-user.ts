import { z } from "zod";
import type { Line } from "../../../http/connect";
import { ApiFailure } from "../../../http/failure/api-failure";
import { readAs } from "../../../http/failure/read-as";
import type { Secrets } from "../../../http/failure/redact";
import type { Identity } from "../../../http/identity/authorized";
import { Renewed } from "../../../http/identity/renewed";
import type { ApiRequest } from "../../../http/send";
import type { Clock } from "../../../http/time/clock";

/** A service user of an OPA team, with its key. */
export interface ServiceUser {
    readonly team: string;
    /** `/v1/teams/{team}`, encoded. */
    readonly teamPath: string;
    readonly keyId: string;
    readonly keySecret: string;
}

const tokenOnWire = z.object({ bearer_token: z.string().min(1), expires_at: z.string(), team_name: z.string() });

/** An OPA service user: its key is exchanged for a token that is renewed before it ends and once after a 401. */
export function serviceUser(user: ServiceUser, line: Line, secrets: Secrets, clock: Clock): Identity {
    const request: ApiRequest = {
        method: "POST",
        path: `${user.teamPath}/service_token`,
        readsOnly: true,
        body: { key_id: user.keyId, key_secret: user.keySecret },
    };
    const ask = line.strict(line.bare);
    const authorization = new Renewed(async () => {
        const response = await ask(request);
        const { bearer_token, expires_at, team_name } = readAs(request, response, (body) => tokenOnWire.parse(body));
        secrets.add(bearer_token);
        // Both of Okta's clients compare without case.
        if (team_name.toLowerCase() !== user.team.toLowerCase()) throw otherTeam(request, team_name, user.team);
        const lastsMs = lifetimeOf(expires_at, response.headers, clock.nowMs());
        return { value: `Bearer ${bearer_token}`, lastsMs };
    }, clock);
    return {
        proofFor: async () => ({ authorization: await authorization.get() }),
        refused: (proof) => {
            authorization.drop(proof["authorization"] ?? "");
            return true;
        },
    };
}

/**
 * Measured by the service's own clock, which may differ from ours. If the time is unreadable, the token is used until a
 * 401, as OPA's documentation permits.
 */
function lifetimeOf(expiresAt: string, headers: Headers, nowMs: number): number {
    const dateMs = Date.parse(headers.get("date") ?? "");
    const lifetimeMs = Date.parse(expiresAt) - (Number.isNaN(dateMs) ? nowMs : dateMs);
    return Number.isNaN(lifetimeMs) ? Number.POSITIVE_INFINITY : Math.max(lifetimeMs, 0);
}

function otherTeam({ method, path }: ApiRequest, actual: string, configured: string): ApiFailure {
    return new ApiFailure({
        kind: "rejected",
        said: `The key belongs to team "${actual}", not to "${configured}"`,
        method,
        path,
        mayHaveHappened: false,
        remedy: "Set opa:team (OKTAPAM_TEAM) to the team of the key.",
    });
}
