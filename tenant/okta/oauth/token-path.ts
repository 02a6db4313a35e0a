/** Where the org authorization server gives tokens. */
export const tokenPath = "/oauth2/v1/token";
