import { createHash, generateKeyPair, type KeyObject, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { SignJWT } from "jose";
import type { Clock } from "../../../http/time/clock";

/** Creates proofs of possession (RFC 9449) with a key of its own, not the one that authenticates the client. */
export class Dpop {
    #keys: Promise<{ readonly privateKey: KeyObject; readonly publicKey: KeyObject }> | undefined;

    constructor(
        private readonly origin: string,
        private readonly clock: Clock,
    ) {}

    /** A proof for one attempt of one call: Okta accepts each proof only once. */
    async proof(method: string, path: string, nonce?: string, accessToken?: string): Promise<string> {
        // RSA with 2048 bits is what has been seen to work with Okta.
        this.#keys ??= promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
        const { privateKey, publicKey } = await this.#keys;
        const hash = accessToken && createHash("sha256").update(accessToken).digest("base64url");
        const claims = {
            htm: method,
            htu: `${this.origin}${path}`,
            ...(nonce ? { nonce } : {}),
            ...(hash ? { ath: hash } : {}),
        };
        return new SignJWT(claims)
            .setProtectedHeader({ typ: "dpop+jwt", alg: "RS256", jwk: publicKey.export({ format: "jwk" }) as never })
            .setJti(randomUUID())
            .setIssuedAt(Math.floor(this.clock.nowMs() / 1000))
            .sign(privateKey);
    }
}
