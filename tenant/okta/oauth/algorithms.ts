/** Signature algorithms that Okta accepts, for client assertions and for proofs of possession alike. */
export const algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
