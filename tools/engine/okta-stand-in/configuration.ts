import { isIP } from "node:net";
import { decoded, keys } from "./check-config";
import { type Properties, textIn, textsIn } from "./properties";

/** An OAuth client that authenticates with a key. */
export interface ServiceApp {
    readonly clientId: string;
    /** PEM, or the path of a PEM file. */
    readonly privateKey: string;
    readonly privateKeyId: string;
    readonly scopes: readonly string[];
}

/** Okta's URL and the credentials. */
export interface Configuration {
    readonly baseUrl: string;
    readonly credential: { readonly authorization: string } | ServiceApp;
    /** Must not appear in any message. */
    readonly secret: string;
    /** Whether the credential is tried at once, as the real plugin does with an API token. */
    readonly isTried: boolean;
}

/** Reads the configuration as the real plugin does (`okta/config/config.go`): `okta:*` first, then the environment. */
export function readConfiguration(config: Properties, env: NodeJS.ProcessEnv = process.env): Configuration {
    const setting = (key: string, variable: string) => textIn(config, key) || env[variable] || "";
    const accessToken = setting("accessToken", "OKTA_ACCESS_TOKEN");
    const apiToken = setting("apiToken", "OKTA_API_TOKEN");
    const privateKey = setting("privateKey", "OKTA_API_PRIVATE_KEY");
    if (!accessToken && !apiToken && !privateKey) throw new Error(noCredentials);
    const baseUrl = baseUrlFrom(setting);
    const common = { baseUrl, isTried: apiToken !== "" };
    const token = accessToken || apiToken;
    if (token) {
        return {
            ...common,
            credential: { authorization: `${accessToken ? "Bearer" : "SSWS"} ${token}` },
            secret: token,
        };
    }
    const [clientId, scopes] = [setting("clientId", "OKTA_API_CLIENT_ID"), scopesFrom(config, env)];
    if (!clientId || scopes.length === 0) throw new Error(halfAnApp);
    const privateKeyId = setting("privateKeyId", "OKTA_API_PRIVATE_KEY_ID");
    return { ...common, credential: { clientId, privateKey, privateKeyId, scopes }, secret: privateKey };
}

/** A JSON list in the configuration; in the environment, a text that is split at commas only. */
function scopesFrom(config: Properties, env: NodeJS.ProcessEnv): readonly string[] {
    const scopes = textsIn({ scopes: decoded(keys["scopes"], config["scopes"]) }, "scopes");
    return scopes.length > 0 ? scopes : ((env["OKTA_API_SCOPES"] || undefined)?.split(",") ?? []);
}

/** The real plugin's words, without the address of its documentation. */
const noCredentials =
    "[ERROR] no Okta credentials provided. Please set one of the following: 'api_token' (or OKTA_API_TOKEN env var), " +
    "'access_token' (or OKTA_ACCESS_TOKEN env var), or 'private_key' + 'client_id' (or OKTA_API_PRIVATE_KEY + " +
    "OKTA_API_CLIENT_ID env vars).";
const halfAnApp =
    "[ERROR] failed to load sdk clients: failed to initialize IDaaS API client: when using AuthorizationMode 'PrivateKey', " +
    "you must supply 'ClientId', 'Scopes', and 'PrivateKey' or 'PrivateKeySigner'";

function baseUrlFrom(setting: (key: string, variable: string) => string): string {
    const proxy = setting("httpProxy", "OKTA_HTTP_PROXY").replace(/\/$/, "");
    // The real plugin has no default for either value and does not check them.
    const url = proxy || `https://${setting("orgName", "OKTA_ORG_NAME")}.${setting("baseUrl", "OKTA_BASE_URL")}`;
    if (!URL.canParse(url)) {
        throw new Error(
            `[ERROR] failed to load sdk clients: malformed Okta API URL (org_name+base_url value, or http_proxy value): ${url}`,
        );
    }
    if (!isLoopback(new URL(url).hostname)) {
        throw new Error(
            `${new URL(url).host} is not on this machine, and this is the Okta stand-in, made for a simulated tenant. ` +
                "For a real org install Pulumi's own plugin (`pulumi plugin install resource okta`) and take the " +
                "stand-in's folder from PATH, or give the simulated tenant's address in okta:httpProxy (OKTA_HTTP_PROXY).",
        );
    }
    return url;
}

function isLoopback(hostname: string): boolean {
    const host = hostname.replace(/^\[|\]$/g, "");
    return (
        host === "localhost" ||
        host.endsWith(".localhost") ||
        host === "::1" ||
        (isIP(host) === 4 && host.startsWith("127."))
    );
}
