import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";

/** The two halves of a key. */
export interface KeyPair {
    readonly privateKey: KeyObject;
    readonly publicKey: KeyObject;
}

const publicKeyEncoding = { type: "spki", format: "pem" } as const;
const privateKeyEncoding = { type: "pkcs8", format: "pem" } as const;

/**
 * A new key pair: RSA with 2048 bits, or a named curve such as P-256. The key is read back from its text, because Node 20
 * hangs when the job that made a key is garbage-collected while that same key is being exported.
 */
export function newKeyPair(kind: string): KeyPair {
    const made =
        kind === "RSA"
            ? generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding })
            : generateKeyPairSync("ec", { namedCurve: kind, publicKeyEncoding, privateKeyEncoding });
    return { privateKey: createPrivateKey(made.privateKey), publicKey: createPublicKey(made.publicKey) };
}
