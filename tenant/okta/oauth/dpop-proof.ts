import {
    calculateJwkThumbprint,
    compactVerify,
    decodeJwt,
    decodeProtectedHeader,
    EmbeddedJWK,
    errors,
    type JWTPayload,
} from "jose";
import type { Call } from "../../http/answer";
import { algorithms } from "./algorithms";
import { Denied } from "./denied";

/** The maximum age of a proof, from the vendor's error text. */
const proofLifeMs = 300_000;

/** A proof of possession (RFC 9449) with a valid signature. */
export interface DpopProof {
    readonly claims: JWTPayload;
    /** Names the key that signed it. */
    readonly thumbprint: string;
}

/** Reads the proof that a call carries. Throws the reason when it is not a proof or its signature is not valid. */
export async function readProof(text: string): Promise<DpopProof> {
    // Node joins several headers of one name with a comma, which no JWT has.
    if (text.includes(",")) throw new Denied("proofsMany");
    const { header, claims } = decoded(text);
    if (header.typ !== "dpop+jwt") throw new Denied("proofType");
    if (!algorithms.includes(header.alg ?? "")) throw new Denied("proofAlgorithm");
    try {
        await compactVerify(text, EmbeddedJWK, { algorithms });
        return { claims, thumbprint: await calculateJwkThumbprint(header.jwk ?? {}) };
    } catch (thrown) {
        // Any other error is about the key: it is missing, private, or does not fit the algorithm.
        const isForged = thrown instanceof errors.JWSSignatureVerificationFailed;
        throw new Denied(isForged ? "proofSignature" : "proofInvalid");
    }
}

/** Checks that a proof was made recently and for this call; `nowMs` is real time. Throws the reason otherwise. */
export function checkFit({ claims }: DpopProof, call: Call, nowMs: number): void {
    if (claims["htm"] !== call.method) throw new Denied("proofMethod");
    if (!namesTarget(claims["htu"], call.url)) throw new Denied("proofTarget");
    const { iat, exp } = claims;
    if (typeof iat !== "number") throw new Denied("proofIssueTime");
    if (iat * 1000 > nowMs) throw new Denied("proofFromFuture");
    if (iat * 1000 < nowMs - proofLifeMs) throw new Denied("proofTooOld");
    if (exp !== undefined && !(exp * 1000 > nowMs)) throw new Denied("proofExpired");
}

/** Until when a second use of the proof must be noticed: afterwards the proof is too old. Real time. */
export function endOfLifeMs({ claims }: DpopProof): number {
    return (claims.iat ?? 0) * 1000 + proofLifeMs;
}

function decoded(text: string) {
    try {
        return { header: decodeProtectedHeader(text), claims: decodeJwt(text) };
    } catch {
        throw new Denied("proofUnreadable");
    }
}

/** Compares with the URL without its query (docs/contracts/okta-api.md 3). */
function namesTarget(htu: unknown, { protocol, host, hostname, pathname }: URL): boolean {
    if (typeof htu !== "string" || !URL.canParse(htu)) return false;
    // docs/contracts/okta-api.md 5.2: the real plugin leaves out the port of its configured address.
    return [host, hostname].some((place) => new URL(htu).href === new URL(`${protocol}//${place}${pathname}`).href);
}
