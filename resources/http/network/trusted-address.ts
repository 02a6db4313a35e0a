import { type Given, nameOf, type SettingsReader, written } from "../settings/settings-reader";

/** Whether the host is this machine, where plain HTTP does no harm. `hostname` as in a URL, IPv6 in brackets. */
export function isLoopback(hostname: string): boolean {
    return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * Returns the origin (scheme, host, port) of an address with or without a scheme. If the address is no origin, or would
 * send credentials unencrypted, tells the reader so and returns undefined.
 */
export function originOf(given: Given, reader: SettingsReader): string | undefined {
    const url = urlIn(given.value);
    const name = nameOf(given);
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
        reader.refuse(`${name} is not a host or https address. Write it like "example.okta.com".`);
    } else if (url.protocol === "http:" && !isLoopback(url.hostname)) {
        reader.refuse(
            `${name} would send credentials to ${url.host} unencrypted. Write ${written(given, `https://${url.host}`)}.`,
        );
    } else if (url.username || url.password || url.pathname !== "/" || url.search || url.hash) {
        reader.refuse(
            `${name} must be a host alone, without user, path or query. Write ${written(given, url.origin)}.`,
        );
    } else return url.origin;
    return undefined;
}

/** Reads a text as a host or an address; undefined if it is neither. */
export function urlIn(text: string): URL | undefined {
    const address = text.includes("://") ? text : `https://${text}`;
    return URL.canParse(address) ? new URL(address) : undefined;
}

/** Whether the host is one of the domains or a subdomain of one: "notokta.com" is not below "okta.com". */
export function isWithin(hostname: string, domains: readonly string[]): boolean {
    return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}
