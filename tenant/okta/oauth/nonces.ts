import { randomBytes } from "node:crypto";
import type { TenantClock } from "../../clock";

const dayMs = 24 * 60 * 60 * 1000;

/** How long a nonce is issued, and how long it is accepted (developer.okta.com, "Configure DPoP"). */
const givenMs = dayMs;
const takenMs = 3 * dayMs;

/** The nonces that proofs at the token endpoint must carry. */
export class Nonces {
    /** When each nonce was made, in tenant time; the newest is last. */
    readonly #madeMs = new Map<string, number>();

    constructor(private readonly clock: TenantClock) {}

    /** The nonce to use now. */
    current(): string {
        const [newest, madeMs = 0] = [...this.#madeMs].at(-1) ?? [];
        if (newest !== undefined && this.clock.nowMs() < madeMs + givenMs) return newest;
        const nonce = randomBytes(24).toString("base64url");
        this.#madeMs.set(nonce, this.clock.nowMs());
        return nonce;
    }

    /** Whether the nonce was issued here and is not too old. */
    accepts(nonce: unknown): boolean {
        const madeMs = typeof nonce === "string" ? this.#madeMs.get(nonce) : undefined;
        return madeMs !== undefined && this.clock.nowMs() < madeMs + takenMs;
    }

    /** Forgets every nonce. */
    clear(): void {
        this.#madeMs.clear();
    }
}
