import { bodyText } from "../../http/settings/credential-text";
import type { Setting } from "../../http/settings/setting";
import { nameOf, type SettingsReader } from "../../http/settings/settings-reader";
import { checkedTeam, overrideFrom, trusted } from "./address";

/** What a connection is for: OPA separates who administers resources from who administers security. */
export type OpaPurpose = "resource" | "security";

/** The environment variables have the names of Okta's Terraform provider for OPA. */
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

/** The credentials. Undefined if they are incomplete or wrong; then the reader was told why. */
export function opaCredentials(purpose: OpaPurpose, reader: SettingsReader): OpaCredentials | undefined {
    const names = { ...settings, ...keyNames(purpose, reader) };
    const [host, team] = [reader.given(names.host), reader.given(names.team)];
    const [key, secret] = [reader.given(names.key), reader.given(names.secret)];
    const needed = [
        [host, names.host],
        [team, names.team],
        [key, names.key],
        [secret, names.secret],
    ] as const;
    reader.miss(...needed.flatMap(([given, setting]) => (given ? [] : [setting])));
    const origin = host && trusted(host, overrideFrom(settings.override, reader), reader);
    const teamName = team && checkedTeam(team, reader);
    const [keyId, keySecret] = [key, secret].map((given) => given && bodyText(given, reader));
    if (key && secret && key.value === secret.value) {
        reader.refuse(`${nameOf(secret)} is the same as ${nameOf(key)}. Write the secret that belongs to the key.`);
    }
    if (!origin || !teamName || !keyId || !keySecret) return undefined;
    return { origin, team: teamName, keyId, keySecret };
}

// OPA would refuse the key id of one pair with the secret of the other, without giving a reason.
function keyNames(purpose: OpaPurpose, reader: SettingsReader): Record<"key" | "secret", Setting> {
    const own = ownKey[purpose];
    return reader.given(own.key) || reader.given(own.secret) ? own : settings;
}
