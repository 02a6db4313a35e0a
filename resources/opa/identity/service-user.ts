import { ApiFailure } from "../../http/api-failure";
import type { Identity } from "../../http/authorized";
import type { Clock } from "../../http/clock";
import type { Secrets } from "../../http/redact";
import { Renewed } from "../../http/renewed";
import type { Send } from "../../http/send";

export interface ServiceUser {
    readonly team: string;
    /** `/v1/teams/{team}`, encoded. */
    readonly teamPath: string;
    readonly keyId: string;
    readonly keySecret: string;
}

/** An OPA service user: its key is exchanged for a token that is renewed before it ends and once after a 401. */
export function serviceUser(user: ServiceUser, send: Send, secrets: Secrets, clock: Clock): Identity {
    const path = `${user.teamPath}/service_token`;
    const token = new Renewed(async () => {
        const { body } = await send({
            method: "POST",
            path,
            readsOnly: true,
            body: { key_id: user.keyId, key_secret: user.keySecret },
        });
        const answer = body as { bearer_token: string; expires_at: string; team_name: string };
        secrets.add(answer.bearer_token);
        if (answer.team_name.toLowerCase() !== user.team.toLowerCase())
            throw otherTeam(path, answer.team_name, user.team);
        const lifetimeMs = Date.parse(answer.expires_at) - clock.nowMs();
        return { value: answer.bearer_token, renewAtMs: clock.nowMs() + lifetimeMs * 0.9 };
    }, clock);
    return {
        proofFor: async () => ({ authorization: `Bearer ${await token.get()}` }),
        refused: () => {
            token.forget();
            return true;
        },
    };
}

function otherTeam(path: string, actual: string, configured: string): ApiFailure {
    return new ApiFailure({
        kind: "rejected",
        said: `The key belongs to team "${actual}", not to "${configured}"`,
        method: "POST",
        path,
        mayHaveHappened: false,
        remedy: "Set opa:team (OKTAPAM_TEAM) to the team of the key.",
    });
}
