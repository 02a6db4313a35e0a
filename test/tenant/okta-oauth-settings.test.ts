import assert from "node:assert/strict";
import { startTenant, type Tenant } from "../../tenant";
import { ServiceApp } from "./support/service-app";

describe("OAuth at the tenant, where nobody knows the answer or a test decides it", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant();
    });
    afterEach(() => tenant.close());

    for (const status of [401, 400] as const) {
        it(`refuses a bound token without its proof with ${status} when told so`, async () => {
            tenant.settings.proofRefusalStatus = status;
            const app = new ServiceApp(tenant, { requiresDpop: true });
            const token = await app.token({ bound: true });

            const asBearer = await app.call(`Bearer ${token}`);
            const invented = await app.call("Bearer invented");

            assert.equal(asBearer.status, status);
            assert.equal(invented.status, 401);
        });
    }

    for (const [choice, status] of [
        ["no", 403],
        ["yes", 200],
    ] as const) {
        it(`answers ${status} to reading with a manage scope alone when "${choice}" is chosen`, async () => {
            tenant.settings.manageScopeReads = choice;
            const app = new ServiceApp(tenant, { scopes: ["okta.groups.manage"] });

            const answer = await app.call(`Bearer ${await app.token({ scope: "okta.groups.manage" })}`);

            assert.equal(answer.status, status);
        });
    }

    it("learns of a client by the control URL, and says once what it needs to get in", async () => {
        const answer = await fetch(`${tenant.control}/oauth-clients`, {
            method: "POST",
            body: JSON.stringify({ scopes: ["okta.apps.read"], algorithm: "ES256" }),
        });
        const made = (await answer.json()) as Record<string, string>;

        assert.equal(answer.status, 201);
        assert.ok(tenant.store.oauthClients.has(made["clientId"] ?? ""));
        assert.match(made["privateKeyPem"] ?? "", /BEGIN PRIVATE KEY/);
    });
});
