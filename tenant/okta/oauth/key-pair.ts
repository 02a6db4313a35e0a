import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";

/** The two halves of a key. */
export interface KeyPair {
    readonly privateKey: KeyObject;
    readonly publicKey: KeyObject;
}

const publicKeyEncoding = { type: "spki", format: "pem" } as const;
const privateKeyEncoding = { type: "pkcs8", format: "pem" } as const;

/**
 * A new key pair, RSA of 2048 bits or of a named curve such as P-256. It is read back from its text, because in Node 20 the
 * process hangs when the job that made a key is garbage-collected while that very key is exported.
 */
export function newKeyPair(kind: string): KeyPair {
    const made =
        kind === "RSA"
            ? generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding })
            : generateKeyPairSync("ec", { namedCurve: kind, publicKeyEncoding, privateKeyEncoding });
    return { privateKey: createPrivateKey(made.privateKey), publicKey: createPublicKey(made.publicKey) };
}
