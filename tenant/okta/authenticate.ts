import { logins } from "../credentials";
import type { Call } from "../http/answer";
import type { World } from "../world";
import type { OktaCaller } from "./context";
import { refused } from "./errors";

/** Recognises access tokens of OAuth clients. */
export interface AccessTokens {
    /** The client that holds this token; undefined when the token is not valid. */
    holderOf(token: string): string | undefined;
    /** The caller that holds this token; throws the API's error when the token or its proof is not valid. */
    callerOf(scheme: string, token: string, call: Call): Promise<OktaCaller>;
}

/** Finds out who calls the Okta API. */
export class Authenticator {
    constructor(
        private readonly world: World,
        private readonly accessTokens: AccessTokens,
    ) {}

    /** The caller; throws the API's error when the credential is missing or wrong. */
    async callerOf(call: Call): Promise<OktaCaller> {
        const [scheme, token] = credentialIn(call);
        if (scheme === "SSWS") return this.#userOf(token);
        if (scheme === "Bearer" || scheme === "DPoP") return this.accessTokens.callerOf(scheme, token, call);
        throw refused("token");
    }

    /** Whose credential a call carries, even if the call is refused for other reasons; undefined when it is not valid. */
    holderOf(call: Call): string | undefined {
        const [scheme, token] = credentialIn(call);
        return scheme === "SSWS" ? this.#nameOf(token) : this.accessTokens.holderOf(token);
    }

    #userOf(token: string): OktaCaller {
        const name = this.#nameOf(token);
        if (!name) throw refused("token");
        const isAdministrator = name === "administrator" || this.world.standing.hasOktaRole;
        return { name, login: logins[name], isAdministrator };
    }

    #nameOf(token: string): keyof typeof logins | undefined {
        const { oktaApiToken, adminApiToken } = this.world.credentials;
        if (token === oktaApiToken) return "automation";
        return token === adminApiToken ? "administrator" : undefined;
    }
}

function credentialIn({ headers }: Call): readonly [scheme: string, token: string] {
    const [scheme = "", token = ""] = (headers["authorization"] ?? "").split(" ");
    return [scheme, token];
}
