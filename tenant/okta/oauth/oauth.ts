import type { Answer, Call } from "../../http/answer";
import type { Operation } from "../../http/serve";
import type { RecordedRequest } from "../../request-log";
import type { World } from "../../world";
import type { AccessTokens } from "../authenticate";
import type { OktaCaller } from "../context";
import { ClientAuthentication } from "./client-authentication";
import { Denied, resourceRefusal, tokenRefusal } from "./denied";
import { IssuedTokens, tokenSeconds } from "./issued-tokens";
import { Possession } from "./possession";
import { type OAuthClientOptions, type RegisteredOAuthClient, register } from "./registration";
import { tokenPath } from "./token-path";
import { checkGrantType, formOf, scopesIn } from "./token-request";

/** The org authorization server: issues access tokens to service apps and recognises them. */
export class OAuth implements AccessTokens {
    readonly operations: readonly Operation[] = [
        { method: "POST", path: tokenPath, respond: (call, entry) => this.#respond(call, entry) },
    ];
    readonly #clients: ClientAuthentication;
    readonly #possession: Possession;
    readonly #tokens: IssuedTokens;

    constructor(private readonly world: World) {
        this.#clients = new ClientAuthentication(world);
        this.#possession = new Possession(world);
        this.#tokens = new IssuedTokens(world);
    }

    /** Adds a client. Throws when its id is taken or its key is not valid. */
    register(client: OAuthClientOptions): RegisteredOAuthClient {
        return register(this.world.store, client);
    }

    holderOf(token: string): string | undefined {
        return this.#tokens.holderOf(token);
    }

    async callerOf(scheme: string, token: string, call: Call): Promise<OktaCaller> {
        const named = scheme === "DPoP" ? "DPoP" : "Bearer";
        try {
            return await this.#holderOf(named, token, call);
        } catch (thrown) {
            if (!(thrown instanceof Denied)) throw thrown;
            throw resourceRefusal(thrown.kind, named, this.world, call.url.pathname);
        }
    }

    /** Ends every token now. */
    expireAll(): void {
        this.#tokens.expireAll();
    }

    /** Forgets tokens, nonces and used assertions and proofs; the clients are in the store. */
    clear(): void {
        this.#tokens.clear();
        this.#clients.clear();
        this.#possession.clear();
    }

    async #respond(call: Call, entry: RecordedRequest): Promise<Answer> {
        try {
            return await this.#give(call, entry);
        } catch (thrown) {
            if (!(thrown instanceof Denied)) throw thrown;
            const nonce = thrown.kind === "nonceNeeded" ? { "dpop-nonce": this.#possession.nonces.current() } : {};
            throw tokenRefusal(thrown.kind, { ...notToBeKept, ...nonce });
        }
    }

    async #give(call: Call, entry: RecordedRequest): Promise<Answer> {
        const form = formOf(call);
        checkGrantType(form);
        // The client comes first: an assertion is used up even when the request is then refused because of its proof.
        const client = await this.#clients.clientOf(call, form);
        entry.by = client.id;
        const boundTo = await this.#possession.forToken(call, client.requiresDpop);
        const scopes = scopesIn(form, client.scopes);
        const body = {
            token_type: boundTo === undefined ? "Bearer" : "DPoP",
            expires_in: tokenSeconds,
            access_token: await this.#tokens.issue(client.id, scopes, boundTo),
            scope: scopes.join(" "),
        };
        return { status: 200, headers: notToBeKept, body };
    }

    async #holderOf(scheme: "Bearer" | "DPoP", text: string, call: Call): Promise<OktaCaller> {
        const { clientId, scopes, boundTo } = this.#tokens.find(text);
        const client = this.world.store.oauthClients.get(clientId);
        if (!client) throw new Denied("tokenInvalid");
        if (boundTo === undefined && scheme === "DPoP") throw new Denied("tokenUnbound");
        if (boundTo !== undefined) {
            if (scheme === "Bearer" && call.headers["dpop"] !== undefined) throw new Denied("tokenAsBearer");
            await this.#possession.forResource(call, text, boundTo);
        }
        return { name: clientId, scopes, isAdministrator: client.hasRole && this.world.standing.hasOktaRole };
    }
}

/** The headers of the vendor's token answers (developer.okta.com, "Configure DPoP"). */
const notToBeKept = { "Cache-Control": "no-cache, no-store", Pragma: "no-cache" };
