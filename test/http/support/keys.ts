import type { KeyObject } from "node:crypto";
import { newKeyPair } from "../../../tenant/okta/oauth/key-pair";

/** A private key as a user would give it, and the public one to check signatures with. Made anew for each run. */
export function rsaKey(): { pem: string; publicKey: KeyObject } {
    const { privateKey, publicKey } = newKeyPair("RSA");
    return { pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), publicKey };
}

/** The same for an elliptic curve. */
export function ecKey(namedCurve: "P-256" | "P-384" | "P-521"): { pem: string; publicKey: KeyObject } {
    const { privateKey, publicKey } = newKeyPair(namedCurve);
    return { pem: privateKey.export({ type: "sec1", format: "pem" }).toString(), publicKey };
}
