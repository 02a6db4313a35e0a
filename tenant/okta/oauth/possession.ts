import { createHash } from "node:crypto";
import type { Call } from "../../http/answer";
import type { World } from "../../world";
import { Denied } from "./denied";
import { checkFit, type DpopProof, endOfLifeMs, readProof } from "./dpop-proof";
import { Nonces } from "./nonces";
import { UsedOnce } from "./used-once";

/** Checks that a call proves possession of a key. Each proof may be used once. */
export class Possession {
    readonly nonces: Nonces;
    readonly #proofs = new UsedOnce();

    constructor(private readonly world: World) {
        this.nonces = new Nonces(world.clock);
    }

    /** The key to bind a token to; undefined when the call has no proof and needs none. */
    async forToken(call: Call, isRequired: boolean): Promise<string | undefined> {
        const text = call.headers["dpop"];
        if (text === undefined) {
            if (isRequired) throw new Denied("proofMissing");
            return undefined;
        }
        const proof = await this.#fitting(text, call);
        // Checked before the proof's id, because in the vendor's guide a proof gets its id only together with the nonce.
        if (!this.nonces.accepts(proof.claims["nonce"])) throw new Denied("nonceNeeded");
        this.#useUp(proof);
        return proof.thumbprint;
    }

    /** Checks that the caller holds the key that its token is bound to. Throws the reason when not. */
    async forResource(call: Call, token: string, boundTo: string): Promise<void> {
        const text = call.headers["dpop"];
        if (text === undefined) throw new Denied("tokenWithoutProof");
        const proof = await this.#fitting(text, call);
        if (proof.claims["ath"] !== createHash("sha256").update(token).digest("base64url")) {
            throw new Denied("proofOfOtherToken");
        }
        if (proof.thumbprint !== boundTo) throw new Denied("proofOfOtherKey");
        this.#useUp(proof);
    }

    /** Forgets which proofs have been used, and every nonce. */
    clear(): void {
        this.#proofs.clear();
        this.nonces.clear();
    }

    async #fitting(text: string, call: Call): Promise<DpopProof> {
        const proof = await readProof(text);
        checkFit(proof, call, this.world.clock.wallMs());
        return proof;
    }

    #useUp(proof: DpopProof): void {
        const { jti } = proof.claims;
        if (typeof jti !== "string" || jti === "") throw new Denied("proofId");
        if (!this.#proofs.take(jti, endOfLifeMs(proof), this.world.clock.wallMs())) throw new Denied("proofUsed");
    }
}
