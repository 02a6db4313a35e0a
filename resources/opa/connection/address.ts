import { isLoopback, isWithin, originOf, urlIn } from "../../http/network/trusted-address";
import type { Setting } from "../../http/settings/setting";
import { type Given, nameOf, type SettingsReader, shown, written } from "../../http/settings/settings-reader";

/** The domains that both of Okta's own clients for OPA trust. */
const trustedDomains = ["okta.com", "oktapreview.com", "okta-emea.com", "scaleft.com", "scaleft.io"];
/** Those of them where an organisation's own address is not OPA's: `acme.okta.com` beside `acme.pam.okta.com`. */
const oktaDomains = ["okta.com", "oktapreview.com", "okta-emea.com"];

/** The origin of a host that may get credentials: one of Okta's, this machine, or the one that is named as an exception. */
export function trusted(host: Given, override: string | undefined, reader: SettingsReader): string | undefined {
    const origin = originOf(host, reader);
    if (!origin) return undefined;
    const { hostname } = new URL(origin);
    if (hostname === override || isLoopback(hostname)) return origin;
    const org = organisationIn(hostname);
    if (org) reader.refuse(`${shown(host)}, which is the Okta organisation itself. Write ${written(host, org)}.`);
    else if (isWithin(hostname, trustedDomains)) return origin;
    else {
        reader.refuse(
            `${hostname} is not a trusted Okta host, so no credentials were sent. Correct ${nameOf(host)}, or set ` +
                `OKTAPAM_TRUSTED_DOMAIN_OVERRIDE=${hostname}.`,
        );
    }
    return undefined;
}

/** Where OPA is, for the address of an Okta organisation; undefined for any other. */
function organisationIn(hostname: string): string | undefined {
    const domain = oktaDomains.find((one) => hostname.endsWith(`.${one}`));
    const name = domain && hostname.slice(0, -domain.length - 1);
    return name && !name.includes(".") ? `https://${name.replace(/-admin$/, "")}.pam.${domain}` : undefined;
}

/** The host named as an exception, which is a host alone. */
export function overrideFrom(setting: Setting, reader: SettingsReader): string | undefined {
    const given = reader.given(setting);
    if (!given || /^[^/:@\s]+$/.test(given.value)) return given?.value.toLowerCase();
    const hostname = urlIn(given.value)?.hostname;
    reader.refuse(
        `${shown(given)}. Write ${hostname ? written(given, hostname) : "a host alone, without scheme and port"}.`,
    );
    return undefined;
}

/** The team's name. For an address of the console, which contains the name, tells the reader what to write instead. */
export function checkedTeam(team: Given, reader: SettingsReader): string | undefined {
    const isAddress = team.value.includes("://") || isWithin(urlIn(team.value)?.hostname ?? "", trustedDomains);
    if (!isAddress) return team.value;
    const name = /\/(?:t|teams)\/([^/?#]+)/.exec(team.value)?.[1];
    const remedy = name
        ? written(team, name)
        : "the team's name alone: what follows /t/ in the address of OPA's console";
    reader.refuse(`${shown(team)}. Write ${remedy}.`);
    return undefined;
}
