import { type Setting, type SettingSources, settingFrom } from "../../http/setting";
import { SettingRefused } from "../../http/setting-refused";
import { originOf } from "../../http/trusted-address";
import { keyText } from "./key-text";

/** Names are those of @pulumi/okta, so one configuration serves both. */
const settings = {
    orgName: { what: "Okta organisation", env: "OKTA_ORG_NAME", config: "okta:orgName", secret: false },
    baseUrl: { what: "Okta domain", env: "OKTA_BASE_URL", config: "okta:baseUrl", secret: false },
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

type Name = keyof typeof settings;

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

/** What must be set before anything can be sent. */
export interface Missing {
    readonly missing: readonly Setting[];
}

/** The credentials, or everything that is missing for them. Throws SettingRefused for an untrusted address. */
export function oktaCredentials(sources: SettingSources): OktaCredentials | Missing {
    const get = (name: Name) => settingFrom(settings[name], sources);
    const credential = credentialFrom(get);
    const place = get("httpProxy") ?? get("orgName");
    const missing = [...(place ? [] : [settings.orgName]), ...("missing" in credential ? credential.missing : [])];
    if (missing.length > 0 || "missing" in credential) return { missing };
    return { origin: originFrom(get), credential };
}

function originFrom(get: (name: Name) => string | undefined): string {
    const given = get("httpProxy");
    if (given) return originOf(given, "okta:httpProxy (OKTA_HTTP_PROXY)");
    return originOf(`${get("orgName")}.${get("baseUrl") ?? "okta.com"}`, "okta:orgName with okta:baseUrl");
}

// Of several, the first complete one takes precedence, in the order of the Okta plugin.
function credentialFrom(get: (name: Name) => string | undefined): OktaCredential | Missing {
    const accessToken = get("accessToken");
    if (accessToken) return { type: "access-token", accessToken: sendable(accessToken, settings.accessToken) };
    const apiToken = get("apiToken");
    if (apiToken) return { type: "api-token", apiToken: sendable(apiToken, settings.apiToken) };
    const [clientId, privateKey, scopes] = [get("clientId"), get("privateKey"), scopeList(get("scopes"))];
    if (clientId && privateKey && scopes.length > 0) {
        return {
            type: "service-app",
            clientId,
            privateKey: keyText(privateKey),
            privateKeyId: get("privateKeyId"),
            scopes,
        };
    }
    if (!clientId && !privateKey) return { missing: [settings.apiToken] };
    const absent = { clientId: !clientId, privateKey: !privateKey, scopes: scopes.length === 0 };
    const names = ["clientId", "privateKey", "scopes"] as const;
    return { missing: names.filter((name) => absent[name]).map((name) => settings[name]) };
}

/** A token goes into a header, which allows no line breaks and nothing outside ASCII: what a careless copy may add. */
function sendable(token: string, { env, config }: Setting): string {
    if (/^[\x21-\x7e]+$/.test(token)) return token;
    throw new SettingRefused(
        `${env} (${config}) contains a space, a line break or another character that no token has. Copy it again.`,
    );
}

/** Commas or spaces in the environment; stack configuration holds a list as JSON text. */
function scopeList(text = ""): readonly string[] {
    return text.split(/[\s,"[\]]+/).filter((scope) => scope !== "");
}
