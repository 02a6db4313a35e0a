import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { derivedText } from "../../ids";
import { Mistakes } from "../../mistakes";
import type { OAuthClient } from "../../store/okta-records";
import type { Store } from "../../store/store";
import { newKeyPair } from "./key-pair";

/** The options of a new OAuth client. */
export interface OAuthClientOptions {
    /** Default: the next app id. */
    readonly clientId?: string;
    /** Its public RSA or EC key. Default: a new key pair is made. */
    readonly publicKeyJwk?: JsonWebKey;
    /** The `kid` of its key. Default: the one in the JWK, else a generated one. */
    readonly keyId?: string;
    /** The algorithm for which a key pair is made; default RS256, with 2048 bits. */
    readonly algorithm?: "RS256" | "ES256";
    /** The scopes granted to it. */
    readonly scopes: readonly string[];
    /** Whether its token requests need a proof of possession; default false. */
    readonly requiresDpop?: boolean;
    /** Whether it has an admin role; default true. */
    readonly hasRole?: boolean;
}

/** What a client needs to ask for tokens. */
export interface RegisteredOAuthClient {
    readonly clientId: string;
    readonly keyId: string;
    /** PKCS#8; present only when the key pair was made here. */
    readonly privateKeyPem?: string;
    /** The same key, with `kid` and `alg`. */
    readonly privateKeyJwk?: JsonWebKey;
}

/** Adds an OAuth client. Throws when its id is taken or its key is not valid. */
export function register(store: Store, options: OAuthClientOptions): RegisteredOAuthClient {
    const { clientId, publicKeyJwk } = options;
    const given = publicKeyJwk && publicKeyFrom(publicKeyJwk);
    const mistakes = [
        ...(store.oauthClients.has(clientId ?? "") ? [`clientId: ${clientId} is taken: give another, or none`] : []),
        ...(publicKeyJwk && !given ? ["publicKeyJwk: can't be used: give a public RSA or EC key as JWK"] : []),
    ];
    if (mistakes.length > 0) throw new Mistakes(mistakes);
    const id = options.clientId ?? store.ids.okta("0oa");
    const keyId = options.keyId ?? keyIdIn(options.publicKeyJwk) ?? derivedText(`oauth key ${id}`, 43);
    const { publicKey, shown } = given ? { publicKey: given } : keyPair(options.algorithm ?? "RS256", keyId);
    const client: OAuthClient = {
        id,
        seq: store.ids.next(),
        keyId,
        publicKey,
        scopes: [...options.scopes],
        requiresDpop: options.requiresDpop ?? false,
        hasRole: options.hasRole ?? true,
    };
    store.oauthClients.set(id, client);
    return { clientId: id, keyId, ...shown };
}

function keyIdIn(jwk: JsonWebKey | undefined): string | undefined {
    const kid = jwk?.["kid"];
    return typeof kid === "string" ? kid : undefined;
}

function keyPair(algorithm: "RS256" | "ES256", keyId: string) {
    const { publicKey, privateKey } = newKeyPair(algorithm === "RS256" ? "RSA" : "P-256");
    const privateKeyJwk = { ...privateKey.export({ format: "jwk" }), kid: keyId, alg: algorithm, use: "sig" };
    const privateKeyPem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    return { publicKey, shown: { privateKeyPem, privateKeyJwk } };
}

function publicKeyFrom(jwk: JsonWebKey): KeyObject | undefined {
    try {
        const key = createPublicKey({ key: jwk, format: "jwk" });
        return key.asymmetricKeyType === "rsa" || key.asymmetricKeyType === "ec" ? key : undefined;
    } catch {
        return undefined;
    }
}
