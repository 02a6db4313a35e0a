import { derivedText, derivedUuid } from "./ids";

/**
 * Who a credential of the tenant belongs to. The automation may be one identity, or two in OPA: one that administers
 * resources and one that administers security.
 */
export type Identity = "automation" | "resource-automation" | "security-automation" | "administrator";

/** The credentials that a client needs: the automation's, and an administrator's for changes by hand. */
export interface Credentials {
    /** SSWS token of the automation. */
    readonly oktaApiToken: string;
    readonly opaTeam: string;
    readonly opaKeyId: string;
    readonly opaKeySecret: string;
    /** OPA key of the automation that may only administer resources. */
    readonly opaResourceKeyId: string;
    readonly opaResourceKeySecret: string;
    /** OPA key of the automation that may only administer security. */
    readonly opaSecurityKeyId: string;
    readonly opaSecurityKeySecret: string;
    /** SSWS token of the administrator. */
    readonly adminApiToken: string;
    /** OPA key of the administrator, whom no role and no policy restricts. */
    readonly adminKeyId: string;
    readonly adminKeySecret: string;
}

/** The OPA service user of each identity. */
export const serviceUsers: Readonly<Record<Identity, string>> = {
    automation: "pulumi-automation",
    "resource-automation": "pulumi-resources",
    "security-automation": "pulumi-security",
    administrator: "console-administrator",
};

/** The Okta login of each identity that has one. */
export const logins = {
    automation: "pulumi.automation@example.com",
    administrator: "administrator@example.com",
} as const satisfies Partial<Record<Identity, string>>;

/** An OPA key and the identity it belongs to. */
export interface OpaKey {
    readonly identity: Identity;
    readonly id: string;
    readonly secret: string;
}

/** Every OPA key that the tenant accepts. */
export function opaKeys(credentials: Credentials): readonly OpaKey[] {
    const { opaKeyId, opaKeySecret, opaResourceKeyId, opaResourceKeySecret } = credentials;
    const { opaSecurityKeyId, opaSecurityKeySecret, adminKeyId, adminKeySecret } = credentials;
    return [
        { identity: "automation", id: opaKeyId, secret: opaKeySecret },
        { identity: "resource-automation", id: opaResourceKeyId, secret: opaResourceKeySecret },
        { identity: "security-automation", id: opaSecurityKeyId, secret: opaSecurityKeySecret },
        { identity: "administrator", id: adminKeyId, secret: adminKeySecret },
    ];
}

/** The credentials of every tenant: always the same, so that a stack outlives a restart of the tenant. */
export function tenantCredentials(): Credentials {
    return {
        oktaApiToken: `00${derivedText("okta automation", 40)}`,
        opaTeam: "example",
        opaKeyId: derivedUuid("opa key automation"),
        opaKeySecret: derivedText("opa secret automation", 48),
        opaResourceKeyId: derivedUuid("opa key resource automation"),
        opaResourceKeySecret: derivedText("opa secret resource automation", 48),
        opaSecurityKeyId: derivedUuid("opa key security automation"),
        opaSecurityKeySecret: derivedText("opa secret security automation", 48),
        adminApiToken: `00${derivedText("okta administrator", 40)}`,
        adminKeyId: derivedUuid("opa key administrator"),
        adminKeySecret: derivedText("opa secret administrator", 48),
    };
}
