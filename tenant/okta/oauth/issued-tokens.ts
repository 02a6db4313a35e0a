import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import type { World } from "../../world";
import { Denied } from "./denied";

/** An hour; it cannot be configured (docs/contracts/okta-api.md 3). */
export const tokenSeconds = 3600;

interface IssuedToken {
    readonly clientId: string;
    readonly scopes: readonly string[];
    /** Thumbprint of the key that the token is bound to (RFC 9449, section 6); when absent, any caller may use the token. */
    readonly boundTo?: string;
    /** In tenant time. */
    readonly expiresMs: number;
}

/** The access tokens the org has issued. */
export class IssuedTokens {
    readonly #tokens = new Map<string, IssuedToken>();
    readonly #key = randomBytes(32);

    constructor(private readonly world: World) {}

    /** Issues a new token. It has the form of a JWT, but only the org may read its content. */
    async issue(clientId: string, scopes: readonly string[], boundTo: string | undefined): Promise<string> {
        const { clock, baseUrl } = this.world;
        const expiresMs = clock.nowMs() + tokenSeconds * 1000;
        const claims = { ver: 1, cid: clientId, scp: scopes, ...(boundTo ? { cnf: { jkt: boundTo } } : {}) };
        const text = await new SignJWT(claims)
            .setProtectedHeader({ alg: "HS256" })
            .setJti(`AT.${randomBytes(24).toString("base64url")}`)
            .setIssuer(baseUrl)
            .setAudience(baseUrl)
            .setSubject(clientId)
            .setIssuedAt(Math.floor(clock.wallMs() / 1000))
            .setExpirationTime(Math.floor(clock.wallMsAt(expiresMs) / 1000))
            .sign(this.#key);
        this.#tokens.set(text, { clientId, scopes, expiresMs, ...(boundTo ? { boundTo } : {}) });
        return text;
    }

    /** The data of a token. Throws when it was not issued here or is no longer valid. */
    find(text: string): IssuedToken {
        const token = this.#tokens.get(text);
        if (!token) throw new Denied("tokenInvalid");
        if (token.expiresMs <= this.world.clock.nowMs()) throw new Denied("tokenExpired");
        return token;
    }

    /** The client that holds this token; undefined when it was not issued here or is no longer valid. */
    holderOf(text: string): string | undefined {
        const token = this.#tokens.get(text);
        return token && token.expiresMs > this.world.clock.nowMs() ? token.clientId : undefined;
    }

    /** Ends every token now. */
    expireAll(): void {
        const expiresMs = this.world.clock.nowMs();
        for (const [text, token] of this.#tokens) this.#tokens.set(text, { ...token, expiresMs });
    }

    /** Forgets every token. */
    clear(): void {
        this.#tokens.clear();
    }
}
