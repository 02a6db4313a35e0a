import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { z } from "zod";
import type { Line } from "../../../http/connect";
import { ApiFailure } from "../../../http/failure/api-failure";
import { readAs } from "../../../http/failure/read-as";
import { textAt } from "../../../http/failure/untyped";
import type { Lasting } from "../../../http/identity/renewed";
import type { ApiRequest, ApiResponse } from "../../../http/send";
import type { Clock } from "../../../http/time/clock";
import type { Dpop } from "./dpop";
import { signingKey } from "./signing-key";

/** Where the org authorization server gives tokens. */
const tokenPath = "/oauth2/v1/token";

/** An OAuth service app of an org, and the key that proves who it is. */
export interface ServiceApp {
    readonly origin: string;
    readonly clientId: string;
    /** PEM or JWK. */
    readonly privateKey: string;
    readonly privateKeyId: string | undefined;
    readonly scopes: readonly string[];
}

/** An access token, and how calls present it. */
export interface Token {
    /** DPoP when the app demands proofs of possession. */
    readonly scheme: "Bearer" | "DPoP";
    readonly accessToken: string;
}

const tokenOnWire = z.object({
    token_type: z.string().optional(),
    access_token: z.string().min(1),
    // Okta gives this grant an hour (developer.okta.com, "OAuth for Okta with a service app").
    expires_in: z.number().positive().default(3600),
});

/** Seconds an assertion is valid; Okta takes up to an hour, and this leaves room for clocks that differ. */
const assertionSeconds = 300;

/** Requests tokens with signed assertions (private_key_jwt), and with proofs of possession once Okta demands them. */
export class TokenEndpoint {
    #demandsProof = false;
    #nonce: string | undefined;

    constructor(
        private readonly app: ServiceApp,
        private readonly dpop: Dpop,
        private readonly line: Line,
        private readonly clock: Clock,
    ) {}

    async fetchToken(): Promise<Lasting<Token>> {
        const request: ApiRequest = { method: "POST", path: tokenPath, readsOnly: true };
        const response = await this.line.strict(() => this.#negotiate(request))(request);
        const wire = readAs(request, response, (body) => tokenOnWire.parse(body));
        const scheme = wire.token_type?.toLowerCase() === "dpop" ? "DPoP" : "Bearer";
        return { value: { scheme, accessToken: wire.access_token }, lastsMs: wire.expires_in * 1000 };
    }

    /** Okta first refuses because there is no proof, then because it has no nonce; an old nonce is refused likewise. */
    async #negotiate(request: ApiRequest): Promise<ApiResponse> {
        let response = await this.#ask(request);
        for (let refusals = 0; refusals < 2 && this.#hasLearntFrom(response); refusals += 1) {
            response = await this.#ask(request);
        }
        return response;
    }

    async #ask(request: ApiRequest): Promise<ApiResponse> {
        // Each attempt needs a new assertion: Okta accepts none twice.
        const body = new URLSearchParams({
            grant_type: "client_credentials",
            scope: this.app.scopes.join(" "),
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: await this.#assertion(),
        });
        const proof = this.#demandsProof ? { dpop: await this.dpop.proof("POST", tokenPath, this.#nonce) } : {};
        return this.line.bare({ ...request, body, headers: proof });
    }

    #hasLearntFrom({ status, body, headers }: ApiResponse): boolean {
        const error = textAt(body, "error");
        if (status !== 400 || (error !== "invalid_dpop_proof" && error !== "use_dpop_nonce")) return false;
        this.#demandsProof = true;
        this.#nonce = headers.get("dpop-nonce") ?? this.#nonce;
        return true;
    }

    async #assertion(): Promise<string> {
        const signing = signingKey(this.app.privateKey, this.app.privateKeyId);
        if (!signing) throw unreadableKey();
        const { key, algorithm, keyId } = signing;
        return new SignJWT()
            .setProtectedHeader({ alg: algorithm, ...(keyId ? { kid: keyId } : {}) })
            .setIssuer(this.app.clientId)
            .setSubject(this.app.clientId)
            .setAudience(`${this.app.origin}${tokenPath}`)
            .setJti(randomUUID())
            .setExpirationTime(Math.floor(this.clock.nowMs() / 1000) + assertionSeconds)
            .sign(key);
    }
}

function unreadableKey(): ApiFailure {
    return new ApiFailure({
        kind: "unauthenticated",
        said: "The private key cannot be read",
        method: "POST",
        path: tokenPath,
        mayHaveHappened: false,
        remedy: "Set OKTA_API_PRIVATE_KEY (okta:privateKey) to the private RSA or EC key as PEM or JWK, or to the path of its file.",
    });
}
