import { createHash, createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import { exportJWK, SignJWT } from "jose";
import type { Tenant } from "../../../tenant";
import { type KeyPair, newKeyPair } from "../../../tenant/okta/oauth/key-pair";
import { type OAuthClientOptions, type RegisteredOAuthClient, register } from "../../../tenant/okta/oauth/registration";

/** What differs from a good JWT; `undefined` leaves a claim out. */
export interface Changes {
    readonly header?: Readonly<Record<string, unknown>>;
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly key?: KeyObject | Uint8Array;
}

/** An answer with all a test may ask about. */
export interface Answered {
    readonly status: number;
    readonly headers: Headers;
    readonly body: Record<string, unknown>;
}

/** Seconds since the epoch by this machine's clock, so many from now. */
export function inSeconds(seconds: number): number {
    return Math.floor(Date.now() / 1000) + seconds;
}

/** Claims, or how to make them when they are sent: times among them must be of that moment. */
export type ChangedClaims = Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>);

/** The claims to send now. */
export function claimsOf(changed: ChangedClaims): Readonly<Record<string, unknown>> {
    return typeof changed === "function" ? changed() : changed;
}

/** A key of no client, quick to make. */
export function strayKey(namedCurve = "P-256"): KeyPair {
    return newKeyPair(namedCurve);
}

/** A service app that does by hand what a client library does, and can do it wrong. */
export class ServiceApp {
    readonly registered: RegisteredOAuthClient;
    readonly tokenUrl: string;
    readonly #key: KeyObject;
    readonly #dpop = strayKey();

    constructor(
        private readonly tenant: Tenant,
        options: Partial<OAuthClientOptions> = {},
        own?: KeyPair,
    ) {
        const key: Partial<OAuthClientOptions> = own
            ? { publicKeyJwk: own.publicKey.export({ format: "jwk" }) }
            : { algorithm: "ES256" };
        this.registered = register(tenant.store, { scopes: ["okta.groups.read"], ...key, ...options });
        this.#key = own?.privateKey ?? createPrivateKey(this.registered.privateKeyPem ?? "");
        this.tokenUrl = `${tenant.okta}/oauth2/v1/token`;
    }

    /** A client assertion. */
    assertion({ header, claims, key }: Changes = {}): Promise<string> {
        const { clientId, keyId } = this.registered;
        const usual = { iss: clientId, sub: clientId, aud: this.tokenUrl, exp: inSeconds(300), jti: randomUUID() };
        return new SignJWT({ ...usual, ...claims })
            .setProtectedHeader({ alg: "ES256", kid: keyId, ...header })
            .sign(key ?? this.#key);
    }

    /** A proof of possession for a token request. */
    async proof({ header, claims, key }: Changes = {}): Promise<string> {
        const usual = { htm: "POST", htu: this.tokenUrl, iat: inSeconds(0), jti: randomUUID() };
        return new SignJWT({ ...usual, ...claims })
            .setProtectedHeader({
                alg: "ES256",
                typ: "dpop+jwt",
                jwk: await exportJWK(this.#dpop.publicKey),
                ...header,
            })
            .sign(key ?? this.#dpop.privateKey);
    }

    /** A proof of possession for a call with a token. */
    proofFor(token: string, path: string, { claims, ...changes }: Changes = {}): Promise<string> {
        const ath = createHash("sha256").update(token).digest("base64url");
        return this.proof({ ...changes, claims: { htm: "GET", htu: `${this.tenant.okta}${path}`, ath, ...claims } });
    }

    /** Asks for a token; `undefined` leaves a parameter out. */
    async ask(
        parameters: Readonly<Record<string, string | undefined>> = {},
        headers: Readonly<Record<string, string>> = {},
    ): Promise<Answered> {
        const usual = {
            grant_type: "client_credentials",
            scope: "okta.groups.read",
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ...("client_assertion" in parameters ? {} : { client_assertion: await this.assertion() }),
        };
        const given = Object.entries({ ...usual, ...parameters }).filter(([, value]) => value !== undefined);
        return this.post(new URLSearchParams(given as [string, string][]).toString(), headers);
    }

    /** Posts this text to the token endpoint. */
    async post(text: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
        const type = { "content-type": "application/x-www-form-urlencoded" };
        return answered(await fetch(this.tokenUrl, { method: "POST", body: text, headers: { ...type, ...headers } }));
    }

    /** The nonce the tenant demands now. */
    async nonce(): Promise<string> {
        const { headers } = await this.ask({}, { dpop: await this.proof() });
        return headers.get("dpop-nonce") ?? "";
    }

    /** A token, bound to its key when `bound`. */
    async token({ bound = false, scope }: { bound?: boolean; scope?: string } = {}): Promise<string> {
        const headers = bound ? { dpop: await this.proof({ claims: { nonce: await this.nonce() } }) } : {};
        const { body } = await this.ask(scope === undefined ? {} : { scope }, headers as Record<string, string>);
        return String(body["access_token"]);
    }

    /** Calls the API, by default for the groups. */
    async call(
        authorization: string,
        headers: Record<string, string> = {},
        path = "/api/v1/groups",
    ): Promise<Answered> {
        return answered(await fetch(`${this.tenant.okta}${path}`, { headers: { ...headers, authorization } }));
    }
}

async function answered(response: Response): Promise<Answered> {
    return { status: response.status, headers: response.headers, body: (await response.json()) as never };
}

/** A refusal of the token endpoint, as far as it is settled. */
export function refusal({ status, body }: Answered): unknown[] {
    return [status, body["error"], body["error_description"]];
}

/** A refusal of a call to the API: status, code, and the reason the header gives. */
export function reason({ status, headers, body }: Answered): unknown[] {
    const challenge = headers.get("www-authenticate") ?? "";
    const part = (name: string) => new RegExp(`[ ,]${name}="([^"]*)"`).exec(challenge)?.[1];
    return [status, body["errorCode"], challenge.split(" ")[0], part("error"), part("error_description")];
}
