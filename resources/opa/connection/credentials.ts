import { type Setting, type SettingSources, settingFrom } from "../../http/setting";
import { SettingRefused } from "../../http/setting-refused";
import { isLoopback, isWithin, originOf } from "../../http/trusted-address";

/** What a connection is for: OPA separates who administers resources from who administers security. */
export type OpaPurpose = "resource" | "security";

/** Names of the environment as in Okta's Terraform provider for OPA. */
const settings = {
    host: { what: "OPA host", env: "OKTAPAM_API_HOST", config: "opa:host", secret: false },
    team: { what: "OPA team", env: "OKTAPAM_TEAM", config: "opa:team", secret: false },
    key: { what: "OPA service user key id", env: "OKTAPAM_KEY", config: "opa:key", secret: true },
    secret: { what: "OPA service user key secret", env: "OKTAPAM_SECRET", config: "opa:secret", secret: true },
    override: {
        what: "OPA host to trust",
        env: "OKTAPAM_TRUSTED_DOMAIN_OVERRIDE",
        config: "opa:trustedDomainOverride",
        secret: false,
    },
} as const satisfies Record<string, Setting>;

const ownKey = {
    resource: {
        key: { what: "OPA key id", env: "OKTAPAM_RESOURCE_KEY", config: "opa:resourceKey", secret: true },
        secret: { what: "OPA key secret", env: "OKTAPAM_RESOURCE_SECRET", config: "opa:resourceSecret", secret: true },
    },
    security: {
        key: { what: "OPA key id", env: "OKTAPAM_SECURITY_KEY", config: "opa:securityKey", secret: true },
        secret: { what: "OPA key secret", env: "OKTAPAM_SECURITY_SECRET", config: "opa:securitySecret", secret: true },
    },
} as const satisfies Record<OpaPurpose, Record<"key" | "secret", Setting>>;

/** What a connection to OPA needs. */
export interface OpaCredentials {
    readonly origin: string;
    readonly team: string;
    readonly keyId: string;
    readonly keySecret: string;
}

/** The credentials, or everything that is missing for them. Throws SettingRefused for a host that is not trusted. */
export function opaCredentials(
    purpose: OpaPurpose,
    sources: SettingSources,
): OpaCredentials | { readonly missing: readonly Setting[] } {
    const names = { ...settings, ...keyNames(purpose, sources) };
    const get = (name: "host" | "team" | "key" | "secret") => settingFrom(names[name], sources);
    const [host, team, keyId, keySecret] = [get("host"), get("team"), get("key"), get("secret")];
    if (!host || !team || !keyId || !keySecret) {
        const needed = ["host", "team", "key", "secret"] as const;
        return { missing: needed.filter((name) => !get(name)).map((name) => names[name]) };
    }
    return { origin: trusted(host, settingFrom(settings.override, sources)), team, keyId, keySecret };
}

// Half of a purpose's own pair with half of the common one would be refused by OPA without a reason.
function keyNames(purpose: OpaPurpose, sources: SettingSources): Record<"key" | "secret", Setting> {
    const own = ownKey[purpose];
    return settingFrom(own.key, sources) || settingFrom(own.secret, sources) ? own : settings;
}

/** The domains that both of Okta's own clients for OPA trust. */
const trustedDomains = ["okta.com", "oktapreview.com", "okta-emea.com", "scaleft.com", "scaleft.io"];

function trusted(host: string, override: string | undefined): string {
    const origin = originOf(host, `${settings.host.config} (${settings.host.env})`);
    const { hostname } = new URL(origin);
    if (isLoopback(hostname) || isWithin(hostname, trustedDomains) || hostname === override) return origin;
    throw new SettingRefused(
        `${hostname} is not a trusted Okta host, so no credentials were sent. Correct opa:host (OKTAPAM_API_HOST), or set ` +
            `OKTAPAM_TRUSTED_DOMAIN_OVERRIDE=${hostname}.`,
    );
}
