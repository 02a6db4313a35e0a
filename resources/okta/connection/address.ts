import { isWithin, originOf, urlIn } from "../../http/network/trusted-address";
import type { Setting } from "../../http/settings/setting";
import { type Given, type SettingsReader, shown, written } from "../../http/settings/settings-reader";

/** The settings that say where an organisation is. */
interface AddressSettings {
    readonly orgName: Setting;
    readonly baseUrl: Setting;
    readonly httpProxy: Setting;
}

/** Okta's own domains: an organisation is one label below, and its console at the same with "-admin". */
const domains = ["okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil"];

/** The organisation's origin. Undefined if it is unknown; then the reader was told why. */
export function originFrom(settings: AddressSettings, reader: SettingsReader): string | undefined {
    const proxy = agreed(settings.httpProxy, reader);
    if (proxy) return proxyOrigin(proxy, reader);
    const [org, base] = [agreed(settings.orgName, reader), agreed(settings.baseUrl, reader)];
    const host = org && hostIn(org.value);
    if (!org) reader.miss(settings.orgName);
    // If the organisation's name contains a domain, the message about the name also says what to write for the domain.
    if (!base && !host) reader.miss(settings.baseUrl);
    const isOrg = org !== undefined && checkOrg(org, settings.baseUrl, base?.value, reader);
    const isBase = base !== undefined && checkBase(base, reader);
    return isOrg && isBase ? `https://${org.value}.${base.value}`.toLowerCase() : undefined;
}

/** A setting that must not differ in its two places: Pulumi's Okta plugin prefers the other one, so would serve another org. */
function agreed(setting: Setting, reader: SettingsReader): Given | undefined {
    const [env, config] = [reader.inEnvironment(setting), reader.inConfiguration(setting)];
    if (env && config && env.value !== config.value) {
        reader.refuse(
            `${shown(env)} in the environment, but ${shown(config)}, which Pulumi's Okta plugin would use. ` +
                `Unset ${setting.env}, or run \`pulumi config rm ${setting.config}\`.`,
        );
    }
    return reader.given(setting);
}

/** The Okta plugin takes it for a URL, scheme and all. */
function proxyOrigin(given: Given, reader: SettingsReader): string | undefined {
    const origin = originOf(given, reader);
    if (!origin || given.value.includes("://")) return origin;
    reader.refuse(`${shown(given)}, without a scheme. Write ${written(given, origin)}.`);
    return undefined;
}

function checkOrg(org: Given, baseUrl: Setting, base: string | undefined, reader: SettingsReader): boolean {
    const host = hostIn(org.value);
    if (host) {
        const domain = host.domain === base ? "" : ` and ${written({ ...org, setting: baseUrl }, host.domain)}`;
        reader.refuse(`${shown(org)}. Write ${written(org, host.org)}${domain}.`);
    } else if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(org.value)) {
        reader.refuse(
            `${shown(org)}. Write the first part of the organisation's address alone: acme of acme.okta.com.`,
        );
    } else if (/-admin$/i.test(org.value)) {
        const name = org.value.replace(/-admin$/i, "");
        reader.refuse(`${shown(org)}, which names the console. Write ${written(org, name)}.`);
    } else return true;
    return false;
}

function checkBase(base: Given, reader: SettingsReader): boolean {
    const hostname = urlIn(base.value)?.hostname.replace(/^\.+/, "") ?? "";
    const domain = domains.find((one) => isWithin(hostname, [one])) ?? hostname;
    const isDomain = /^([a-z0-9-]+\.)+[a-z]{2,}$/i;
    if (isDomain.test(base.value) && domain === base.value.toLowerCase()) return true;
    const remedy = isDomain.test(domain)
        ? written(base, domain)
        : "the domain below which the organisation is: okta.com";
    reader.refuse(`${shown(base)}. Write ${remedy}.`);
    return false;
}

/** Organisation and domain in a text that holds more than the organisation's name. */
function hostIn(text: string): { readonly org: string; readonly domain: string } | undefined {
    const [org = "", ...rest] = urlIn(text)?.hostname.split(".") ?? [];
    const domain = rest.join(".");
    // A number at its end makes it an IP address.
    if (org === "" || !/\.[a-z][a-z0-9-]*$/.test(domain)) return undefined;
    return { org: domains.includes(domain) ? org.replace(/-admin$/, "") : org, domain };
}
