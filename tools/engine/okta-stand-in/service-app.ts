import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { SignJWT } from "jose";
import type { ServiceApp } from "./configuration";

const tokenPath = "/oauth2/v1/token";
const assertionSeconds = 3600;
/** The real plugin treats a token as expired this much before it expires. */
const earlySeconds = 2;

/** Makes the headers with which the app authorizes a call. */
export type Authorize = (method: string, path: string, isRetry: boolean) => Promise<Record<string, string>>;

interface Token {
    readonly authorization: string;
    readonly accessToken: string;
    readonly endsMs: number;
    /** Present when the token is bound to a key. */
    readonly possession: { readonly key: KeyObject; readonly nonce: string } | undefined;
}

/**
 * Fetches tokens for client credentials by `private_key_jwt`, with proofs of possession where Okta requires them, as
 * terraform-provider-okta does in `sdk/v2_requestExecutor.go`: a refused token is not renewed before it expires.
 */
export function authorizeAs(app: ServiceApp, baseUrl: string): Authorize {
    let token: Promise<Token> | undefined;
    return async (method, path, isRetry) => {
        if (isRetry || (token && (await token).endsMs < Date.now())) token = undefined;
        token ??= fetchToken(app, baseUrl);
        const current = await token.catch((failure: unknown) => {
            token = undefined;
            throw failure;
        });
        const { authorization, accessToken, possession } = current;
        if (!possession) return { authorization };
        const { key, nonce } = possession;
        const dpop = await proof(key, { htm: method, htu: bare(`${baseUrl}${path}`), nonce, accessToken });
        return { authorization, dpop };
    };
}

async function fetchToken(app: ServiceApp, baseUrl: string): Promise<Token> {
    const first = await ask(app, baseUrl, {});
    if (first.status < 300) return tokenIn(await first.json(), undefined);
    if (!(await first.text()).includes("invalid_dpop_proof")) throw new Error("empty access token");
    const { privateKey: key } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    let nonce = "";
    for (;;) {
        const dpop = await proof(key, { htm: "POST", htu: `${baseUrl}${tokenPath}`, nonce });
        const answer = await ask(app, baseUrl, { dpop });
        if (answer.status < 300) return tokenIn(await answer.json(), { key, nonce });
        const given = answer.headers.get("dpop-nonce") ?? "";
        // Without a new nonce, the loop would never end.
        if (!(await answer.text()).includes("use_dpop_nonce") || given === nonce) throw new Error("empty access token");
        nonce = given;
    }
}

async function ask(app: ServiceApp, baseUrl: string, headers: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams({
        grant_type: "client_credentials",
        scope: app.scopes.join(" "),
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await assertion(app, `${baseUrl}${tokenPath}`),
    });
    return fetch(`${baseUrl}${tokenPath}`, {
        method: "POST",
        headers: { ...headers, accept: "application/json" },
        body,
    });
}

async function assertion({ clientId, privateKey, privateKeyId }: ServiceApp, audience: string): Promise<string> {
    const { key, algorithm } = signer(privateKey);
    return new SignJWT()
        .setProtectedHeader({ alg: algorithm, ...(privateKeyId ? { kid: privateKeyId } : {}) })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(`${assertionSeconds} s`)
        .sign(key);
}

/** Accepts PEM only, of two kinds; it takes every elliptic curve for P-256. */
function signer(given: string): { readonly key: KeyObject; readonly algorithm: string } {
    const pem = (isFile(given) ? readFileSync(given, "utf8") : given).replaceAll("\\n", "\n");
    const kind = /-----BEGIN ([A-Z ]+)-----/.exec(pem)?.[1];
    if (!kind) throw new Error("invalid private key");
    if (kind !== "RSA PRIVATE KEY" && kind !== "PRIVATE KEY") {
        throw new Error(`private key "${kind}" is not pkcs#1 or pkcs#8 format`);
    }
    try {
        const key = createPrivateKey(pem);
        return { key, algorithm: key.asymmetricKeyType === "rsa" ? "RS256" : "ES256" };
    } catch {
        throw new Error("invalid private key");
    }
}

function isFile(path: string): boolean {
    try {
        return statSync(path).isFile();
    } catch {
        return false;
    }
}

interface ProofClaims {
    readonly htm: string;
    readonly htu: string;
    readonly nonce: string;
    readonly accessToken?: string;
}

async function proof(key: KeyObject, { htm, htu, nonce, accessToken }: ProofClaims): Promise<string> {
    const { kty, n, e } = key.export({ format: "jwk" });
    const ath = accessToken && createHash("sha256").update(accessToken).digest("base64url");
    return new SignJWT({ htm, htu, ...(nonce ? { nonce } : {}), ...(ath ? { ath } : {}) })
        .setProtectedHeader({ alg: "RS256", typ: "dpop+jwt", jwk: { kty: kty ?? "", n: n ?? "", e: e ?? "" } })
        .setJti(randomUUID())
        .setIssuedAt()
        .sign(key);
}

function tokenIn(body: unknown, possession: Token["possession"]): Token {
    const { token_type, access_token, expires_in } = body as Record<string, unknown>;
    if (typeof access_token !== "string") throw new Error("empty access token");
    return {
        authorization: `${token_type} ${access_token}`,
        accessToken: access_token,
        endsMs: Date.now() + (Number(expires_in) - earlySeconds) * 1000,
        possession: token_type === "DPoP" ? possession : undefined,
    };
}

/** The URL without its query, which a proof does not include. */
function bare(url: string): string {
    return url.replace(/\?.*$/, "");
}
