import type { ApiRequest, ApiResponse, Send } from "../send";

/** Headers that prove who asks, for one try only. Never logged, never part of a failure. */
export type Proof = Readonly<Record<string, string>>;

/** Who asks. */
export interface Identity {
    /** A proof for this very request and try. Throws ApiFailure when none can be had. */
    proofFor(request: ApiRequest): Promise<Proof>;
    /** Told that the service answered 401 to this proof; true when a new proof is worth one more try. */
    refused(proof: Proof, response: ApiResponse): boolean;
}

/** Adds the proof to each call; a 401 is answered with a new proof once, then passed on. */
export function authorized(send: Send, identity: Identity): Send {
    return async (request) => {
        const proof = await identity.proofFor(request);
        const response = await send(withProof(request, proof));
        if (response.status !== 401 || !identity.refused(proof, response)) return response;
        return send(withProof(request, await identity.proofFor(request)));
    };
}

/** An identity whose proof is always the same header: nothing to renew. */
export function unchanging(authorization: string): Identity {
    return { proofFor: async () => ({ authorization }), refused: () => false };
}

function withProof(request: ApiRequest, proof: Proof): ApiRequest {
    return { ...request, headers: { ...request.headers, ...proof } };
}
