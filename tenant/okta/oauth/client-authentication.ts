import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from "jose";
import type { Call } from "../../http/answer";
import type { OAuthClient } from "../../store/okta-records";
import type { World } from "../../world";
import { algorithms } from "./algorithms";
import { Denied } from "./denied";
import { tokenPath } from "./token-path";
import { UsedOnce } from "./used-once";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The furthest in the future that an assertion may expire (docs/contracts/okta-api.md 3). */
const longestLifeMs = 3_600_000;

interface Assertion {
    readonly text: string;
    readonly header: ProtectedHeaderParameters;
    readonly claims: JWTPayload;
}

/** Finds out which client asks for a token, by its signed assertion (`private_key_jwt`). */
export class ClientAuthentication {
    readonly #assertions = new UsedOnce();

    constructor(private readonly world: World) {}

    /** The client; throws the reason when it does not prove its identity. The assertion is then used up. */
    async clientOf(call: Call, form: URLSearchParams): Promise<OAuthClient> {
        const assertion = read(assertionIn(call, form));
        const client = this.#clientNamedIn(assertion, form.get("client_id"));
        await checkSignature(assertion, client);
        this.#checkAudience(assertion.claims);
        this.#checkTimes(assertion.claims);
        this.#useUp(assertion.claims, client);
        return client;
    }

    /** Forgets which assertions have been used. */
    clear(): void {
        this.#assertions.clear();
    }

    #clientNamedIn({ claims }: Assertion, clientId: string | null): OAuthClient {
        const { oauthClients } = this.world.store;
        if (clientId !== null && !oauthClients.has(clientId)) throw new Denied("clientId");
        const client = oauthClients.get(claims.iss ?? "");
        if (!client) throw new Denied("assertionIssuer");
        if (claims.sub !== client.id) throw new Denied("assertionSubject");
        if (clientId !== null && clientId !== client.id) throw new Denied("clientId");
        return client;
    }

    #checkAudience({ aud }: JWTPayload): void {
        if (![aud].flat().includes(`${this.world.baseUrl}${tokenPath}`)) throw new Denied("assertionAudience");
    }

    /** In real time, because clients use their own clocks. */
    #checkTimes({ exp, iat }: JWTPayload): void {
        const nowMs = this.world.clock.wallMs();
        if (typeof exp !== "number") throw new Denied("assertionWithoutExpiry");
        if (exp * 1000 <= nowMs) throw new Denied("assertionExpired");
        if (exp * 1000 > nowMs + longestLifeMs) throw new Denied("assertionTooLong");
        if (iat !== undefined && !(iat * 1000 <= nowMs)) throw new Denied("assertionFromFuture");
    }

    /** `jti` may be left out; an assertion that has one may be used once (docs/contracts/okta-api.md 3). */
    #useUp({ jti, exp = 0 }: JWTPayload, client: OAuthClient): void {
        if (jti === undefined) return;
        const isFirst = this.#assertions.take(`${client.id} ${jti}`, exp * 1000, this.world.clock.wallMs());
        if (!isFirst) throw new Denied("assertionUsed");
    }
}

function assertionIn(call: Call, form: URLSearchParams): string {
    // The org authorization server accepts no other client authentication (docs/contracts/okta-api.md 3).
    if (call.headers["authorization"] !== undefined || form.has("client_secret")) {
        throw new Denied("otherAuthentication");
    }
    const [type, text] = [form.get("client_assertion_type"), form.get("client_assertion")];
    if (type === null && text === null) throw new Denied("noCredentials");
    if (type !== assertionType) throw new Denied("assertionType");
    if (!text) throw new Denied("noCredentials");
    return text;
}

function read(text: string): Assertion {
    try {
        return { text, header: decodeProtectedHeader(text), claims: decodeJwt(text) };
    } catch {
        throw new Denied("assertionUnreadable");
    }
}

async function checkSignature({ text, header }: Assertion, client: OAuthClient): Promise<void> {
    const { alg = "", kid } = header;
    if (!algorithms.includes(alg)) throw new Denied("assertionAlgorithm");
    // The header names the key's `kid` (docs/contracts/okta-api.md 3). The vendor's workshop shows that a client with a
    // single key, as all have here, succeeds without it (developer.okta.com, "Okta Terraform Workshop", "Multiple keys in the
    // application").
    if (kid !== undefined && kid !== client.keyId) throw new Denied("assertionKey");
    try {
        await compactVerify(text, client.publicKey, { algorithms: [alg] });
    } catch {
        throw new Denied("assertionSignature");
    }
}
