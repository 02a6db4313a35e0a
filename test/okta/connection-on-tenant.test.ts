import assert from "node:assert/strict";
import type { Send } from "../../resources/http/send";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { startTenant, type Tenant } from "../../tenant";
import { type OAuthClientOptions, register } from "../../tenant/okta/oauth/registration";

const noConfig = { get: () => undefined };
const groups = { method: "GET", path: "/api/v1/groups", query: { limit: 1 } } as const;

describe("a connection to the tenant's Okta as a service app", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant();
    });
    afterEach(() => tenant.close());

    function connect(options: Partial<OAuthClientOptions> = {}, env: NodeJS.ProcessEnv = {}): Send {
        const scopes = ["okta.groups.read", "okta.groups.manage"];
        // To make a key for RS256 takes long.
        const client = { scopes, algorithm: "ES256", ...options } as const;
        const { clientId, keyId, privateKeyPem } = register(tenant.store, client);
        return connectToOkta(noConfig, {
            OKTA_HTTP_PROXY: tenant.okta,
            OKTA_API_CLIENT_ID: clientId,
            OKTA_API_PRIVATE_KEY: privateKeyPem,
            OKTA_API_PRIVATE_KEY_ID: keyId,
            OKTA_API_SCOPES: scopes.join(","),
            ...env,
        });
    }

    const conversation = () => tenant.requests.map(({ method, path, status }) => `${method} ${path} -> ${status}`);

    it("works with one token for all calls", async () => {
        const send = connect({ algorithm: "RS256" });

        await Promise.all([send(groups), send(groups)]);

        assert.deepEqual(conversation(), [
            "POST /oauth2/v1/token -> 200",
            "GET /api/v1/groups -> 200",
            "GET /api/v1/groups -> 200",
        ]);
    });

    it("sends proofs of possession where they are demanded", async () => {
        const send = connect({ requiresDpop: true });

        await send(groups);
        await send({ method: "POST", path: "/api/v1/groups", body: { profile: { name: "proven" } } });

        assert.deepEqual(conversation(), [
            "POST /oauth2/v1/token -> 400",
            "POST /oauth2/v1/token -> 400",
            "POST /oauth2/v1/token -> 200",
            "GET /api/v1/groups -> 200",
            "POST /api/v1/groups -> 200",
        ]);
        assert.ok([...tenant.store.groups.values()].some(({ name }) => name === "proven"));
    });

    for (const requiresDpop of [false, true]) {
        it(`renews a token that has ended early ${requiresDpop ? "with" : "without"} proofs`, async () => {
            const send = connect({ requiresDpop });
            await send(groups);
            const callsBefore = tenant.requests.length;

            tenant.expireTokens();
            await send(groups);

            assert.deepEqual(conversation().slice(callsBefore), [
                "GET /api/v1/groups -> 401",
                "POST /oauth2/v1/token -> 200",
                "GET /api/v1/groups -> 200",
            ]);
        });
    }

    it("needs no key id with a JWK, which has it, nor with a client of a single key", async () => {
        const client = { scopes: ["okta.groups.read"], algorithm: "ES256" } as const;
        const { clientId, privateKeyJwk } = register(tenant.store, client);
        const jwk = { OKTA_API_CLIENT_ID: clientId, OKTA_API_PRIVATE_KEY: JSON.stringify(privateKeyJwk) };
        const env = { OKTA_API_PRIVATE_KEY_ID: undefined, OKTA_API_SCOPES: "okta.groups.read" };

        await connect({}, { ...env, ...jwk })(groups);
        await connect({}, env)(groups);

        assert.deepEqual(
            tenant.requests.filter(({ status }) => status !== 200),
            [],
        );
    });

    it("is told what is missing: a scope, a role", async () => {
        const users = { method: "GET", path: "/api/v1/users" } as const;

        await assert.rejects(connect()(users), {
            kind: "forbidden",
            message: /^The access token provided does not contain the required scopes: .* the scope okta\.users\.read/,
        });
        await assert.rejects(connect({ hasRole: false })(groups), {
            kind: "forbidden",
            message: /^You do not have permission to perform the requested action: GET \/api\/v1\/groups, 403\b/,
        });
    });

    it("is told once for all that its key is not the client's", async () => {
        const other = register(tenant.store, { scopes: [], algorithm: "ES256" });
        const send = connect({}, { OKTA_API_PRIVATE_KEY: other.privateKeyPem });

        for (let call = 0; call < 2; call += 1) {
            await assert.rejects(send(groups), {
                kind: "unauthenticated",
                message: /^The client_assertion signature is invalid: POST \/oauth2\/v1\/token, 401\b/,
            });
        }
        assert.deepEqual(conversation(), ["POST /oauth2/v1/token -> 401"]);
    });
});
