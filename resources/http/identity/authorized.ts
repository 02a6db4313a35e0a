import type { ApiRequest, ApiResponse, Send } from "../send";

/** Headers that prove who asks, for one try only. Never logged, never part of a failure. */
export type Proof = Readonly<Record<string, string>>;

/** Who asks. */
export interface Identity {
    /** Returns a proof for this request and this try only. Throws ApiFailure if it cannot get one. */
    proofFor(request: ApiRequest): Promise<Proof>;
    /** Called when the service answered 401 to this proof. Returns true if one more try with a new proof makes sense. */
    refused(proof: Proof, response: ApiResponse): boolean;
}

/** Adds the proof to each call. After a 401 it tries once more with a new proof, and then passes the 401 on. */
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
