import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { ApiFailure } from "../../http/api-failure";
import { tokenPath } from "./token-path";

export interface SigningKey {
    readonly key: KeyObject;
    /** As JWTs name it, e.g. "RS256". */
    readonly algorithm: string;
    readonly keyId: string | undefined;
}

/** What Okta takes for client assertions (developer.okta.com, "Build a JWT for client authentication"). */
const algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

const algorithmOfCurve: Readonly<Record<string, string>> = {
    prime256v1: "ES256",
    secp384r1: "ES384",
    secp521r1: "ES512",
};

/** Reads a private key given as PEM (PKCS#8, PKCS#1 or SEC1; line ends may be written as \n) or JWK. */
export function signingKey(text: string, keyId: string | undefined): SigningKey {
    try {
        const jwk = text.startsWith("{") ? (JSON.parse(text) as JsonWebKey) : undefined;
        const key = createPrivateKey(jwk ? { key: jwk, format: "jwk" } : text.replaceAll("\\n", "\n"));
        const algorithm = typeof jwk?.["alg"] === "string" ? jwk["alg"] : algorithmOf(key);
        if (!algorithm || !algorithms.includes(algorithm)) throw new Error("no algorithm that Okta takes");
        return { key, algorithm, keyId: keyId ?? (typeof jwk?.["kid"] === "string" ? jwk["kid"] : undefined) };
    } catch {
        // The reason is kept back: it may quote the key.
        throw new ApiFailure({
            kind: "unauthenticated",
            said: "The private key can't be read",
            method: "POST",
            path: tokenPath,
            mayHaveHappened: false,
            remedy: "Give OKTA_API_PRIVATE_KEY (okta:privateKey) the private RSA or EC key as PEM or JWK, or the path of its file.",
        });
    }
}

function algorithmOf(key: KeyObject): string | undefined {
    if (key.asymmetricKeyType === "rsa") return "RS256";
    return algorithmOfCurve[key.asymmetricKeyDetails?.namedCurve ?? ""];
}
