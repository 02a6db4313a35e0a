import { z } from "zod";
import { type Identity, opaKeys } from "../credentials";
import type { Answer, Call } from "../http/answer";
import type { Operation } from "../http/serve";
import type { World } from "../world";
import { team } from "./context";
import { invalid, refused } from "./errors";
import type { OpaTokens } from "./tokens";

const wanted = z.object({ key_id: z.uuid(), key_secret: z.string().min(1).max(512) });

/** The call that exchanges a service user's key for a bearer token; the only call that needs no token. */
export function serviceTokenOperation(world: World, tokens: OpaTokens): Operation {
    return {
        method: "POST",
        path: `${team}/service_token`,
        respond: async (call, entry) => {
            const identity = holderOfKey(world, call);
            entry.by = identity;
            return tokenAnswer(world, tokens, identity);
        },
    };
}

/** A wrong key and a wrong team both give 401 (docs/contracts/opa-api.md 1.2). */
function holderOfKey(world: World, call: Call): Identity {
    const { settings, credentials, standing } = world;
    const body = wanted.safeParse(parsed(call.text));
    if (!body.success) {
        const [issue] = body.error.issues;
        throw invalid(settings, { path: issue?.path.join(".") ?? "", message: issue?.message ?? "" });
    }
    const { key_id, key_secret } = body.data;
    const key = opaKeys(credentials).find(({ id, secret }) => id === key_id && secret === key_secret);
    const isTeam = call.params["team"]?.toLowerCase() === credentials.opaTeam;
    if (!key || !isTeam || !standing.mayUseOpa(key.identity)) throw refused(settings, 401, "Invalid key or team");
    return key.identity;
}

function tokenAnswer(world: World, tokens: OpaTokens, identity: Identity): Answer {
    const { text, expiresAtMs } = tokens.issue(identity);
    const body = {
        bearer_token: text,
        expires_at: new Date(expiresAtMs).toISOString(),
        team_name: world.credentials.opaTeam,
    };
    return { status: 200, body };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
