/** The path at which the org authorization server issues tokens. */
export const tokenPath = "/oauth2/v1/token";
