import {
    ExistingOktaGroup,
    GroupPushMapping,
    OpaSecretFolder,
    OpaSecurityPolicy,
    TeamSecretsSpace,
} from "pulumi-okta-opa";
import { startTenant, type Tenant } from "pulumi-okta-opa/tenant";

const resources = [ExistingOktaGroup, GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy, TeamSecretsSpace];

// Were the package's types not found, everything of it would be `any`, and this no mistake.
// @ts-expect-error
export const mistake = (tenant: Tenant): number => tenant.url;

async function main(): Promise<void> {
    const tenant = await startTenant();
    const headers = { Authorization: `SSWS ${tenant.credentials.oktaApiToken}` };
    const [page, me] = [await fetch(tenant.url), await fetch(`${tenant.okta}/api/v1/users/me`, { headers })];
    const requests = tenant.requests.map(({ api, method, path, status }) => `${api} ${method} ${path} ${status}`);
    const folders = [...tenant.store.folders.values()].map(({ name }) => name);
    tenant.store.folders.clear();
    tenant.reset();
    const afterReset = { requests: tenant.requests.length, folders: tenant.store.folders.size };
    await tenant.close();
    const isClosed = await fetch(tenant.url).then(
        () => false,
        () => true,
    );
    const names = resources.map(({ name }) => name);
    process.stdout.write(
        JSON.stringify({ names, page: page.status, me: me.status, requests, folders, afterReset, isClosed }),
    );
}

void main();
