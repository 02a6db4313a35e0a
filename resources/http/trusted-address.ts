import { SettingRefused } from "./setting-refused";

/** Whether the host is this machine, where plain HTTP harms nobody. `hostname` as in a URL, IPv6 in brackets. */
export function isLoopback(hostname: string): boolean {
    return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * The origin (scheme, host, port) of an address given with or without its scheme. Throws SettingRefused for what is not
 * an origin or would send credentials in the clear. `where` names the setting in messages.
 */
export function originOf(address: string, where: string): string {
    const written = address.includes("://") ? address : `https://${address}`;
    const url = URL.canParse(written) ? new URL(written) : undefined;
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
        throw new SettingRefused(`${where} is not a host or https address. Write it like "example.okta.com".`);
    }
    if (url.username || url.password || url.pathname !== "/" || url.search || url.hash) {
        throw new SettingRefused(`${where} must be a host alone, without user, path or query. Write ${url.origin}.`);
    }
    if (url.protocol === "http:" && !isLoopback(url.hostname)) {
        throw new SettingRefused(
            `${where} would send credentials to ${url.host} unencrypted. Write https://${url.host}.`,
        );
    }
    return url.origin;
}

/** Whether the host is one of the domains or below it, by dot boundary: "notokta.com" is not below "okta.com". */
export function isWithin(hostname: string, domains: readonly string[]): boolean {
    return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}
