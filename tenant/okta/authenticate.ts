import { logins } from "../credentials";
import type { Call } from "../http/answer";
import type { World } from "../world";
import type { OktaCaller } from "./context";
import { refused } from "./errors";

/** Recognises access tokens of OAuth clients. */
export interface AccessTokens {
    /** The caller whose token this is; throws what the API answers when it is not good, or its proof is not. */
    callerOf(scheme: string, token: string, call: Call): Promise<OktaCaller>;
}

/** Finds out who calls the Okta API. */
export class Authenticator {
    constructor(
        private readonly world: World,
        private readonly accessTokens: AccessTokens,
    ) {}

    /** The caller; throws what the API answers when the credential is missing or wrong. */
    async callerOf(call: Call): Promise<OktaCaller> {
        const [scheme = "", token = ""] = (call.headers["authorization"] ?? "").split(" ");
        if (scheme === "SSWS") return this.#holderOf(token);
        if (scheme === "Bearer" || scheme === "DPoP") return this.accessTokens.callerOf(scheme, token, call);
        throw refused("token");
    }

    #holderOf(token: string): OktaCaller {
        const { oktaApiToken, adminApiToken } = this.world.credentials;
        const holders = new Map<string, keyof typeof logins>([
            [oktaApiToken, "automation"],
            [adminApiToken, "administrator"],
        ]);
        const name = holders.get(token);
        if (!name) throw refused("token");
        const isAdministrator = name === "administrator" || this.world.standing.hasOktaRole;
        return { name, login: logins[name], isAdministrator };
    }
}
