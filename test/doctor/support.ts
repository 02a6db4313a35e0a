import { examine } from "../../resources/doctor/examine";
import type { Finding, Purpose } from "../../resources/doctor/finding";
import type { Machine, Needed } from "../../resources/doctor/machine";
import { startTenant, type Tenant } from "../../tenant";

const needed: Needed = {
    node: ">=20.19.0",
    pulumi: ">=3.227.0 <4",
    "@pulumi/pulumi": ">=3.227.0 <4",
    "@pulumi/okta": "^7.0.0",
};

const machine: Machine = {
    node: "22.12.0",
    pulumi: "3.259.0",
    packages: { "@pulumi/pulumi": "3.259.0", "@pulumi/okta": "7.1.0" },
    isDirectDependency: true,
};

/** What is to be examined; a test breaks one thing in it. */
export interface Patient {
    readonly tenant: Tenant;
    readonly env: Record<string, string | undefined>;
    readonly config: Record<string, string>;
    machine: Machine;
    purpose: Purpose;
    mayProbe: boolean;
}

/** A tenant as seeded and settings that are right. The test closes the tenant. */
export async function healthy(): Promise<Patient> {
    const tenant = await startTenant();
    return {
        tenant,
        env: { ...tenant.environment },
        config: {
            "pulumi-okta-opa:resourceGroup": "platform",
            "pulumi-okta-opa:project": "team-secrets",
            "pulumi-okta-opa:parentFolder": "teams",
        },
        machine,
        purpose: "up",
        mayProbe: false,
    };
}

/** Examines it, and tells what was found. */
export async function findings({ config, ...patient }: Patient): Promise<readonly Finding[]> {
    const { examination } = await examine({ ...patient, needed, config: { get: (key) => config[key] } });
    return examination.findings;
}

/** Two service users, one for resources and one for security, in the place of the one that does both. */
export function withTwoKeys({ tenant, env }: Patient): void {
    const { credentials } = tenant;
    env["OKTAPAM_RESOURCE_KEY"] = credentials.opaResourceKeyId;
    env["OKTAPAM_RESOURCE_SECRET"] = credentials.opaResourceKeySecret;
    env["OKTAPAM_SECURITY_KEY"] = credentials.opaSecurityKeyId;
    env["OKTAPAM_SECURITY_SECRET"] = credentials.opaSecurityKeySecret;
}

/** A service app in the place of the token. */
export function withServiceApp(
    { tenant, env }: Patient,
    granted: readonly string[],
    more: { readonly asked?: readonly string[]; readonly hasRole?: boolean } = {},
): void {
    const { hasRole = true, asked = granted } = more;
    const { clientId, keyId, privateKeyPem } = tenant.addOAuthClient({ scopes: granted, hasRole });
    Reflect.deleteProperty(env, "OKTA_API_TOKEN");
    env["OKTA_API_CLIENT_ID"] = clientId;
    env["OKTA_API_PRIVATE_KEY"] = privateKeyPem;
    env["OKTA_API_PRIVATE_KEY_ID"] = keyId;
    env["OKTA_API_SCOPES"] = asked.join(",");
}
