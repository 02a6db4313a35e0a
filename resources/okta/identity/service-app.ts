import { createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { ApiFailure } from "../../http/api-failure";
import type { Identity } from "../../http/authorized";
import type { Clock } from "../../http/clock";
import type { Secrets } from "../../http/redact";
import { Renewed } from "../../http/renewed";
import type { Send } from "../../http/send";

export interface ServiceApp {
    readonly origin: string;
    readonly clientId: string;
    /** PEM or JWK. */
    readonly privateKey: string;
    readonly privateKeyId: string | undefined;
    readonly scopes: readonly string[];
}

const tokenPath = "/oauth2/v1/token";

/** An OAuth 2 service app that proves itself by a signed assertion (private_key_jwt). */
export function serviceApp(app: ServiceApp, send: Send, secrets: Secrets, clock: Clock): Identity {
    const token = new Renewed(async () => {
        const { body } = await send({
            method: "POST",
            path: tokenPath,
            readsOnly: true,
            body: new URLSearchParams({
                grant_type: "client_credentials",
                scope: app.scopes.join(" "),
                client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                client_assertion: await assertion(app, clock),
            }),
        });
        const { access_token: value, expires_in: seconds = 3600 } = body as {
            access_token: string;
            expires_in?: number;
        };
        secrets.add(value);
        return { value, renewAtMs: clock.nowMs() + seconds * 900 };
    }, clock);
    return {
        proofFor: async () => ({ authorization: `Bearer ${await token.get()}` }),
        refused: () => {
            token.forget();
            return true;
        },
    };
}

async function assertion(app: ServiceApp, clock: Clock): Promise<string> {
    const { key, algorithm, keyId } = signingKey(app);
    return new SignJWT()
        .setProtectedHeader({ alg: algorithm, ...(keyId ? { kid: keyId } : {}) })
        .setIssuer(app.clientId)
        .setSubject(app.clientId)
        .setAudience(`${app.origin}${tokenPath}`)
        .setJti(randomUUID())
        .setExpirationTime(Math.floor(clock.nowMs() / 1000) + 300)
        .sign(key);
}

function signingKey({ privateKey, privateKeyId }: ServiceApp): {
    key: KeyObject;
    algorithm: string;
    keyId: string | undefined;
} {
    try {
        const jwk = privateKey.startsWith("{")
            ? (JSON.parse(privateKey) as import("node:crypto").JsonWebKey & { alg?: string; kid?: string })
            : undefined;
        const key = jwk
            ? createPrivateKey({ key: jwk, format: "jwk" })
            : createPrivateKey(privateKey.replaceAll("\\n", "\n"));
        return { key, algorithm: jwk?.alg ?? algorithmOf(key), keyId: privateKeyId ?? jwk?.kid };
    } catch {
        throw new ApiFailure({
            kind: "unauthenticated",
            said: "The private key can't be read",
            method: "POST",
            path: tokenPath,
            mayHaveHappened: false,
            remedy: "Give OKTA_API_PRIVATE_KEY (okta:privateKey) as PEM or JWK, the private one.",
        });
    }
}

function algorithmOf(key: KeyObject): string {
    if (key.asymmetricKeyType === "rsa") return "RS256";
    return (
        { prime256v1: "ES256", secp384r1: "ES384", secp521r1: "ES512" }[key.asymmetricKeyDetails?.namedCurve ?? ""] ??
        "ES256"
    );
}
