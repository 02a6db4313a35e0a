import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";

/** A private key, and what a JWT must say of it. */
export interface SigningKey {
    readonly key: KeyObject;
    /** Its name in a JWT, e.g. "RS256". */
    readonly algorithm: string;
    readonly keyId: string | undefined;
}

/** What Okta accepts for client assertions (developer.okta.com, "Build a JWT for client authentication"). */
const algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

const algorithmOfCurve: Readonly<Record<string, string>> = {
    prime256v1: "ES256",
    secp384r1: "ES384",
    secp521r1: "ES512",
};

/**
 * Reads a private key given as PEM (PKCS#8, PKCS#1 or SEC1; line ends may be written as \n) or JWK. Undefined when it
 * cannot be read, or Okta does not accept its algorithm: the reason is withheld, since it may quote the key.
 */
export function signingKey(text: string, keyId: string | undefined): SigningKey | undefined {
    try {
        const jwk = text.startsWith("{") ? (JSON.parse(text) as JsonWebKey) : undefined;
        const key = createPrivateKey(jwk ? { key: jwk, format: "jwk" } : text.replaceAll("\\n", "\n"));
        const algorithm = typeof jwk?.["alg"] === "string" ? jwk["alg"] : algorithmOf(key);
        if (!algorithm || !algorithms.includes(algorithm)) return undefined;
        return { key, algorithm, keyId: keyId ?? (typeof jwk?.["kid"] === "string" ? jwk["kid"] : undefined) };
    } catch {
        return undefined;
    }
}

function algorithmOf(key: KeyObject): string | undefined {
    if (key.asymmetricKeyType === "rsa") return "RS256";
    return algorithmOfCurve[key.asymmetricKeyDetails?.namedCurve ?? ""];
}
