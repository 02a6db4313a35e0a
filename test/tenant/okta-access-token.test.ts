import assert from "node:assert/strict";
import { startTenant, type Tenant } from "../../tenant";
import { type Answered, reason, ServiceApp } from "./support/service-app";

const hourMs = 3_600_000;

describe("an access token of the tenant", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant();
    });
    afterEach(() => tenant.close());

    it("ends after an hour of the tenant's time", async () => {
        const app = new ServiceApp(tenant);
        const authorization = `Bearer ${await app.token()}`;

        tenant.clock.advance(hourMs - 60_000);
        const before = await app.call(authorization);
        tenant.clock.advance(60_000);
        const after = await app.call(authorization);

        assert.equal(before.status, 200);
        assert.deepEqual(reason(after), [401, "E0000011", "Bearer", "invalid_token", "The token has expired."]);
    });

    it("ends at once when the tenant is told so, and another can be had", async () => {
        const app = new ServiceApp(tenant);
        const authorization = `Bearer ${await app.token()}`;

        tenant.expireTokens();
        const refused = await app.call(authorization);
        const renewed = await app.call(`Bearer ${await app.token()}`);

        assert.deepEqual(reason(refused), [401, "E0000011", "Bearer", "invalid_token", "The token has expired."]);
        assert.equal(renewed.status, 200);
    });

    it("is unknown after a reset, even to a new client of the same id", async () => {
        const app = new ServiceApp(tenant);
        const authorization = `Bearer ${await app.token()}`;

        tenant.reset();
        const answers = [await app.call(authorization), await app.ask()];
        const namesake = new ServiceApp(tenant);
        answers.push(await namesake.call(authorization));

        assert.equal(namesake.registered.clientId, app.registered.clientId);
        assert.equal(answers[1]?.body["error"], "invalid_client");
        for (const answer of [answers[0], answers[2]] as Answered[]) {
            assert.deepEqual(reason(answer).slice(3), ["invalid_token", "The access token is invalid."]);
        }
    });

    it("ends with its client", async () => {
        const app = new ServiceApp(tenant);
        const authorization = `Bearer ${await app.token()}`;

        tenant.store.oauthClients.delete(app.registered.clientId);
        const answer = await app.call(authorization);

        assert.deepEqual(reason(answer).slice(3), ["invalid_token", "The access token is invalid."]);
    });

    it("is refused when the tenant has not issued it, with all that Okta says about it", async () => {
        const answer = await new ServiceApp(tenant).call("Bearer not.a.token");

        assert.equal(answer.status, 401);
        assert.equal(
            answer.headers.get("www-authenticate"),
            `Bearer authorization_uri="${tenant.okta}/oauth2/v1/authorize", realm="${tenant.okta}", ` +
                'error="invalid_token", error_description="The access token is invalid.", resource="/api/v1/groups"',
        );
        assert.equal(answer.body["errorSummary"], "Invalid token provided");
    });

    it("does not open what needs another scope, or one more", async () => {
        const app = new ServiceApp(tenant, { scopes: ["okta.groups.read", "okta.apps.read"] });
        const authorization = `Bearer ${await app.token()}`;
        const both = `Bearer ${await app.token({ scope: "okta.groups.read okta.apps.read" })}`;
        const mappings = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`;

        const users = await app.call(authorization, {}, "/api/v1/users");
        const pushed = await app.call(authorization, {}, mappings);
        const opened = await app.call(both, {}, mappings);

        for (const answer of [users, pushed]) {
            const text = "The access token provided does not contain the required scopes.";
            assert.deepEqual(reason(answer), [403, "E0000006", "Bearer", "insufficient_scope", text]);
        }
        assert.equal(opened.status, 200);
    });

    it("opens nothing when its client has no role, or the role has been taken away", async () => {
        const [without, app] = [new ServiceApp(tenant, { hasRole: false }), new ServiceApp(tenant)];
        const authorization = `Bearer ${await app.token()}`;

        const refused = await without.call(`Bearer ${await without.token()}`);
        const opened = await app.call(authorization);
        tenant.standing.hasOktaRole = false;
        const closed = await app.call(authorization);

        assert.deepEqual([refused.status, opened.status, closed.status], [403, 200, 403]);
        assert.equal(refused.body["errorCode"], "E0000006");
        assert.equal(refused.headers.get("www-authenticate"), null);
    });
});
