import { createHmac, randomBytes } from "node:crypto";
import type { TenantClock } from "../clock";
import { type Identity, serviceUsers } from "../credentials";
import type { TenantSettings } from "../settings";

interface Token {
    readonly identity: Identity;
    readonly expiresMs: number;
}

/** Issued OPA bearer tokens. */
export class OpaTokens {
    readonly #tokens = new Map<string, Token>();
    readonly #key = randomBytes(32);
    #count = 0;

    constructor(
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
    ) {}

    /** Issues a new token, a JWT in form, and says when it expires in real time. */
    issue(identity: Identity): { text: string; expiresAtMs: number } {
        const expiresMs = this.clock.nowMs() + this.settings.opaTokenSeconds * 1000;
        const expiresAtMs = this.clock.wallMsAt(expiresMs);
        this.#count += 1;
        const claims = {
            sub: serviceUsers[identity],
            exp: Math.floor(expiresAtMs / 1000),
            jti: `opa-token-${this.#count}`,
        };
        const signed = [{ alg: "HS256", typ: "JWT" }, claims].map((part) => base64(JSON.stringify(part))).join(".");
        const text = `${signed}.${createHmac("sha256", this.#key).update(signed).digest("base64url")}`;
        this.#tokens.set(text, { identity, expiresMs });
        return { text, expiresAtMs };
    }

    /** Whose token this is; undefined when it is unknown or expired. */
    holderOf(text: string): Identity | undefined {
        const token = this.#tokens.get(text);
        return token && token.expiresMs > this.clock.nowMs() ? token.identity : undefined;
    }

    /** Ends every token now. Tokens may expire at any time (docs/contracts/opa-api.md 1.2). */
    expireAll(): void {
        this.#tokens.clear();
    }
}

function base64(text: string): string {
    return Buffer.from(text).toString("base64url");
}
