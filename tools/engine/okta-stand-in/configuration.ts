import { isIP } from "node:net";
import { type Properties, textIn } from "./properties";

/** Where Okta is and how to get in. */
export interface Configuration {
    readonly baseUrl: string;
    readonly authorization: string;
    /** Not to be seen in any message. */
    readonly secret: string;
    /** With an API token the real plugin tries it at once. */
    readonly isTried: boolean;
}

/** Reads the configuration as the real plugin does: `okta:*` first, then the environment. */
export function readConfiguration(config: Properties, env: NodeJS.ProcessEnv = process.env): Configuration {
    const setting = (key: string, variable: string) => textIn(config, key) || env[variable] || "";
    const baseUrl = baseUrlFrom(setting);
    const accessToken = setting("accessToken", "OKTA_ACCESS_TOKEN");
    if (accessToken) {
        return { baseUrl, authorization: `Bearer ${accessToken}`, secret: accessToken, isTried: false };
    }
    const apiToken = setting("apiToken", "OKTA_API_TOKEN");
    if (apiToken) return { baseUrl, authorization: `SSWS ${apiToken}`, secret: apiToken, isTried: true };
    throw new Error(
        "The Okta stand-in needs okta:apiToken (OKTA_API_TOKEN) or okta:accessToken (OKTA_ACCESS_TOKEN); it knows no other way.",
    );
}

function baseUrlFrom(setting: (key: string, variable: string) => string): string {
    const proxy = setting("httpProxy", "OKTA_HTTP_PROXY").replace(/\/$/, "");
    const org = setting("orgName", "OKTA_ORG_NAME");
    if (!proxy && !org) {
        throw new Error(
            "Okta's address is missing: set okta:orgName (OKTA_ORG_NAME), and okta:baseUrl (OKTA_BASE_URL).",
        );
    }
    const url = proxy || `https://${org}.${setting("baseUrl", "OKTA_BASE_URL") || "okta.com"}`;
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
