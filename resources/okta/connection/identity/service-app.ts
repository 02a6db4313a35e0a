import type { Line } from "../../../http/connect";
import type { Secrets } from "../../../http/failure/redact";
import type { Identity, Proof } from "../../../http/identity/authorized";
import { Renewed } from "../../../http/identity/renewed";
import type { ApiRequest, ApiResponse } from "../../../http/send";
import type { Clock } from "../../../http/time/clock";
import { Dpop } from "./dpop";
import { type ServiceApp, type Token, TokenEndpoint } from "./token-endpoint";

/** An OAuth 2 service app: its token is renewed in the last tenth of its lifetime, and once after a 401. */
export function serviceApp(app: ServiceApp, line: Line, secrets: Secrets, clock: Clock): Identity {
    const dpop = new Dpop(app.origin, clock);
    const endpoint = new TokenEndpoint(app, dpop, line, clock);
    const token = new Renewed(async () => {
        const lasting = await endpoint.fetchToken();
        secrets.add(lasting.value.accessToken);
        return lasting;
    }, clock);
    const proven = new WeakMap<Proof, Token>();
    let nonce: string | undefined;
    return {
        proofFor: async (request) => {
            const current = await token.get();
            const proof = await proofOf(current, request, nonce, dpop);
            proven.set(proof, current);
            return proof;
        },
        refused: (proof, response) => {
            nonce = response.headers.get("dpop-nonce") ?? nonce;
            const refusedToken = proven.get(proof);
            // A demand for a nonce says nothing against the token (RFC 9449, section 9).
            if (refusedToken && !asksForNonce(response)) token.drop(refusedToken);
            return true;
        },
    };
}

async function proofOf(token: Token, request: ApiRequest, nonce: string | undefined, dpop: Dpop): Promise<Proof> {
    const authorization = `${token.scheme} ${token.accessToken}`;
    if (token.scheme !== "DPoP") return { authorization };
    return { authorization, dpop: await dpop.proof(request.method, request.path, nonce, token.accessToken) };
}

function asksForNonce({ headers }: ApiResponse): boolean {
    return /error="use_dpop_nonce"/.test(headers.get("www-authenticate") ?? "");
}
