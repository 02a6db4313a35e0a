import type { Answer } from "../../http/answer";
import { Refusal } from "../../http/refusal";
import type { World } from "../../world";
import { errorAnswer } from "../errors";
import { algorithms } from "./algorithms";

interface Denial {
    readonly status: number;
    readonly error: string;
    readonly description: string;
}

const invalidRequest = (description: string) => ({ status: 400, error: "invalid_request", description });
const invalidClient = (description: string) => ({ status: 401, error: "invalid_client", description });
const invalidScope = (description: string) => ({ status: 400, error: "invalid_scope", description });
const invalidProof = (description: string) => ({ status: 400, error: "invalid_dpop_proof", description });
const invalidToken = (description: string) => ({ status: 401, error: "invalid_token", description });

// The vendor's own table: okta-developer-docs, data/oauth2-error-codes.json (docs/contracts/okta-api.md 3).
const denials = {
    repeatedParameter: invalidRequest("The request contained multiple parameters with the same name."),
    noGrantType: invalidRequest("The token request must specify a 'grant_type'. Valid values: [client_credentials]"),
    otherGrantType: {
        status: 400,
        error: "unsupported_grant_type",
        description:
            "The authorization grant type is not supported by the authorization server. Configured grant types: [client_credentials].",
    },

    noCredentials: invalidClient("No client credentials found."),
    otherAuthentication: invalidClient(
        "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
    ),
    assertionType: invalidRequest("The client_assertion_type is invalid."),
    clientId: invalidClient("Invalid value for 'client_id' parameter."),
    assertionUnreadable: invalidClient("The parsing of the client_assertion failed."),
    assertionAlgorithm: invalidClient("The client_assertion JWT signature algorithm is invalid."),
    assertionIssuer: invalidClient("The issuer claim for client_assertion is not a valid client_id."),
    assertionSubject: invalidClient("The subject claim for client_assertion is not a valid client_id."),
    assertionKey: invalidClient("The client_assertion JWT kid is invalid."),
    assertionSignature: invalidClient("The client_assertion signature is invalid."),
    assertionAudience: invalidClient(
        "The audience claim for client_assertion must be the endpoint invoked for the request.",
    ),
    assertionWithoutExpiry: invalidClient("The client_assertion must contain the 'exp' claim as seconds since epoch."),
    assertionExpired: invalidClient("The client_assertion token is expired."),
    assertionTooLong: invalidClient("The client_assertion token has an expiration too far into the future."),
    assertionFromFuture: invalidClient("The client_assertion token must be issued before the current time."),
    assertionUsed: invalidClient("The client_assertion token has already been used."),

    noScopes: invalidScope("No scopes were requested."),
    scopeNotGranted: invalidScope(
        "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.",
    ),
    nothingGranted: {
        status: 400,
        error: "consent_required",
        description: "You are not allowed any of the requested scopes.",
    },

    proofMissing: invalidProof("The DPoP proof JWT header is missing."),
    proofsMany: invalidProof("Multiple DPoP proof JWT headers are not allowed."),
    proofUnreadable: invalidProof("The DPoP proof JWT cannot be parsed."),
    proofInvalid: invalidProof("The DPoP proof JWT is invalid."),
    proofType: invalidProof("'typ' must be 'dpop+jwt' in the DPoP proof JWT."),
    proofAlgorithm: invalidProof("The DPoP proof JWT signature algorithm is invalid."),
    proofSignature: invalidProof("The DPoP proof JWT signature is invalid."),
    proofMethod: invalidProof("'htm' claim in the DPoP proof JWT is invalid."),
    proofTarget: invalidProof("'htu' claim in the DPoP proof JWT is invalid."),
    proofIssueTime: invalidProof("'iat' claim in the DPoP proof JWT is invalid."),
    proofFromFuture: invalidProof("The DPoP proof JWT is issued in the future."),
    proofTooOld: invalidProof("The DPoP proof JWT is issued more than five minutes in the past."),
    proofExpired: invalidProof("The DPoP proof JWT is expired."),
    proofId: invalidProof("'jti' claim in the DPoP proof JWT is invalid."),
    proofUsed: invalidProof("The DPoP proof JWT has already been used."),
    proofOfOtherToken: invalidProof("'ath' claim in the DPoP proof does not match the presented access_token."),
    proofOfOtherKey: invalidProof("The access_token is not bound to the provided DPoP proof."),
    nonceNeeded: {
        status: 400,
        error: "use_dpop_nonce",
        description: "Authorization server requires nonce in DPoP proof.",
    },

    tokenInvalid: invalidToken("The access token is invalid."),
    tokenExpired: invalidToken("The token has expired."),
    tokenUnbound: invalidToken("The presented access_token is not DPoP bound."),
    tokenWithoutProof: invalidRequest("The resource request requires a DPoP proof."),
    tokenAsBearer: invalidRequest(
        "The resource request must use the DPoP authentication scheme when using a DPoP bound token.",
    ),
} as const satisfies Record<string, Denial>;

/** One reason why OAuth refuses. */
export type DenialKind = keyof typeof denials;

/** Thrown by an OAuth check, which does not know yet what kind of call it checks. */
export class Denied extends Error {
    constructor(readonly kind: DenialKind) {
        super(denials[kind].description);
    }
}

/** The token endpoint's answer: its errors have OAuth's shape, not Okta's. */
export function tokenRefusal(kind: DenialKind, headers: Answer["headers"] = {}): Refusal {
    const { status, error, description } = denials[kind];
    return new Refusal({ status, headers, body: { error, error_description: description } });
}

/** The answer to an API call: Okta's own error, with OAuth's reason in a header (RFC 6750, section 3). */
export function resourceRefusal(
    kind: DenialKind,
    scheme: "Bearer" | "DPoP",
    { baseUrl, settings }: Pick<World, "baseUrl" | "settings">,
    path: string,
): Refusal {
    const { status, error, description } = denials[kind];
    const parts = {
        ...(scheme === "DPoP" ? { algs: algorithms.join(" ") } : {}),
        authorization_uri: `${baseUrl}/oauth2/v1/authorize`,
        realm: baseUrl,
        error,
        error_description: description,
        resource: path,
    };
    const challenge = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
    return new Refusal({
        ...errorAnswer("token"),
        // Not recorded for API calls; an error in the token itself always gives 401
        // (docs/contracts/okta-api.md 1.8).
        status: status === 400 ? settings.proofRefusalStatus : status,
        headers: { "WWW-Authenticate": `${scheme} ${challenge.join(", ")}` },
    });
}
