import { headerText } from "../../http/settings/credential-text";
import type { Setting } from "../../http/settings/setting";
import { type Given, nameOf, type SettingsReader } from "../../http/settings/settings-reader";
import { originFrom } from "./address";
import { readableKey } from "./readable-key";
import { scopesFrom } from "./scope-list";

/** Names are those of @pulumi/okta, so one configuration serves both. */
const settings = {
    orgName: { what: "Okta organisation", env: "OKTA_ORG_NAME", config: "okta:orgName", secret: false },
    baseUrl: {
        what: "Okta domain, for most organisations okta.com",
        env: "OKTA_BASE_URL",
        config: "okta:baseUrl",
        secret: false,
    },
    apiToken: {
        what: "Okta API token (or OAuth client id, private key and scopes)",
        env: "OKTA_API_TOKEN",
        config: "okta:apiToken",
        secret: true,
    },
    accessToken: { what: "Okta access token", env: "OKTA_ACCESS_TOKEN", config: "okta:accessToken", secret: true },
    clientId: { what: "Okta client id", env: "OKTA_API_CLIENT_ID", config: "okta:clientId", secret: false },
    privateKey: { what: "Okta private key", env: "OKTA_API_PRIVATE_KEY", config: "okta:privateKey", secret: true },
    privateKeyId: { what: "Okta key id", env: "OKTA_API_PRIVATE_KEY_ID", config: "okta:privateKeyId", secret: false },
    scopes: { what: "Okta scopes", env: "OKTA_API_SCOPES", config: "okta:scopes", secret: false },
    httpProxy: { what: "Okta base URL for tests", env: "OKTA_HTTP_PROXY", config: "okta:httpProxy", secret: false },
} as const satisfies Record<string, Setting>;

/** How calls authenticate to Okta. */
export type OktaCredential =
    | { readonly type: "access-token"; readonly accessToken: string }
    | { readonly type: "api-token"; readonly apiToken: string }
    | {
          readonly type: "service-app";
          readonly clientId: string;
          readonly privateKey: string;
          readonly privateKeyId: string | undefined;
          readonly scopes: readonly string[];
      };

/** Where Okta is, and how calls authenticate to it. */
export interface OktaCredentials {
    readonly origin: string;
    readonly credential: OktaCredential;
}

/** The credentials. Undefined if they are incomplete or wrong; then the reader was told why. */
export function oktaCredentials(reader: SettingsReader): OktaCredentials | undefined {
    const origin = originFrom(settings, reader);
    refuseTwoKinds(reader);
    const credential = credentialFrom(reader);
    return origin && credential ? { origin, credential } : undefined;
}

// Of several, the first one takes precedence, in the order of the Okta plugin.
function credentialFrom(reader: SettingsReader): OktaCredential | undefined {
    const accessToken = reader.given(settings.accessToken);
    if (accessToken) return { type: "access-token", accessToken: headerText(accessToken, reader) };
    const apiToken = reader.given(settings.apiToken);
    if (apiToken) return { type: "api-token", apiToken: apiTokenText(apiToken, reader) };
    return serviceAppFrom(reader);
}

/** A JWT is no API token, though many look for the place to put one. */
function apiTokenText(given: Given, reader: SettingsReader): string {
    if (/^eyJ[^.]*\.[^.]*\./.test(given.value)) {
        const own = { ...given, setting: settings.accessToken };
        reader.refuse(`${nameOf(given)} holds an access token. Give it as ${nameOf(own)} instead.`);
    }
    return headerText(given, reader);
}

function serviceAppFrom(reader: SettingsReader): OktaCredential | undefined {
    const [clientId, privateKey] = [reader.given(settings.clientId), reader.given(settings.privateKey)];
    if (!clientId && !privateKey) {
        reader.miss(settings.apiToken);
        return undefined;
    }
    const scopes = scopesFrom(settings.scopes, reader);
    if (!clientId) reader.miss(settings.clientId);
    if (!privateKey) reader.miss(settings.privateKey);
    const keyId = reader.given(settings.privateKeyId);
    if (clientId) headerText(clientId, reader);
    if (keyId) headerText(keyId, reader);
    const key = privateKey && readableKey(privateKey, keyId?.value, reader);
    if (!clientId || !key || !scopes) return undefined;
    return {
        type: "service-app",
        clientId: clientId.value,
        privateKey: key,
        privateKeyId: keyId?.value,
        scopes,
    };
}

/** In stack configuration the Okta plugin refuses one kind of credential beside another. */
function refuseTwoKinds(reader: SettingsReader): void {
    const inConfiguration = (...some: readonly Setting[]) => some.filter((setting) => reader.inConfiguration(setting));
    const tokens = inConfiguration(settings.accessToken, settings.apiToken);
    const app = inConfiguration(settings.clientId, settings.privateKey, settings.scopes);
    const [token, ...others] = [...tokens, ...app];
    if (!token || tokens.length === 0 || others.length === 0) return;
    const names = others.map(({ config }) => config).join(" and ");
    reader.refuse(
        `${token.config} stands in stack configuration beside ${names}, and the Okta plugin takes one kind of credential ` +
            `only. Remove all others with \`pulumi config rm\`, for example \`pulumi config rm ${token.config}\`.`,
    );
}
