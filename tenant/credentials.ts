import { derivedText, derivedUuid } from "./ids";

/** Who a credential of the tenant belongs to. */
export type Identity = "automation" | "administrator";

/** What a client needs to get in: the automation's credentials, and those of an administrator for changes by hand. */
export interface Credentials {
    /** SSWS token of the automation. */
    readonly oktaApiToken: string;
    readonly opaTeam: string;
    readonly opaKeyId: string;
    readonly opaKeySecret: string;
    /** SSWS token of the second identity. */
    readonly adminApiToken: string;
    /** OPA key of the second identity, which no role and no policy holds back. */
    readonly adminKeyId: string;
    readonly adminKeySecret: string;
}

/** The OPA service user of each identity. */
export const serviceUsers: Readonly<Record<Identity, string>> = {
    automation: "pulumi-automation",
    administrator: "console-administrator",
};

/** The Okta login of each identity. */
export const logins: Readonly<Record<Identity, string>> = {
    automation: "pulumi.automation@example.com",
    administrator: "administrator@example.com",
};

/** The credentials of every tenant; repeatable, so that a stack outlives a restart of the tenant. */
export function tenantCredentials(): Credentials {
    return {
        oktaApiToken: `00${derivedText("okta automation", 40)}`,
        opaTeam: "example",
        opaKeyId: derivedUuid("opa key automation"),
        opaKeySecret: derivedText("opa secret automation", 48),
        adminApiToken: `00${derivedText("okta administrator", 40)}`,
        adminKeyId: derivedUuid("opa key administrator"),
        adminKeySecret: derivedText("opa secret administrator", 48),
    };
}
