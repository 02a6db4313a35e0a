import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { startTenant, type Tenant } from "../../tenant";
import { type KeyPair, newKeyPair } from "../../tenant/okta/oauth/key-pair";
import { register } from "../../tenant/okta/oauth/registration";
import { inSeconds, ServiceApp, strayKey } from "./support/service-app";

describe("the tenant's token endpoint", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant();
    });
    afterEach(() => tenant.close());

    it("takes a form whatever the case of its content type", async () => {
        const app = new ServiceApp(tenant);

        const { status } = await app.ask({}, { "content-type": "Application/X-WWW-Form-Urlencoded" });

        assert.equal(status, 200);
    });

    it("gives a token for an hour, which then opens the API", async () => {
        const app = new ServiceApp(tenant);

        const { status, headers, body } = await app.ask();
        const { access_token, ...rest } = body;
        const called = await app.call(`Bearer ${access_token}`);

        assert.deepEqual([status, headers.get("cache-control")], [200, "no-cache, no-store"]);
        assert.deepEqual(rest, { token_type: "Bearer", expires_in: 3600, scope: "okta.groups.read" });
        assert.match(String(access_token), /^[\w-]+\.[\w-]+\.[\w-]+$/);
        assert.equal(called.status, 200);
        assert.deepEqual(
            tenant.requests.map(({ method, path, by, status }) => [method, path, by, status]),
            [
                ["POST", "/oauth2/v1/token", app.registered.clientId, 200],
                ["GET", "/api/v1/groups", app.registered.clientId, 200],
            ],
        );
    });

    it("knows its clients by repeatable ids", async () => {
        const other = await startTenant();

        const [one, same] = [new ServiceApp(tenant), new ServiceApp(other)].map(({ registered }) => registered);
        await other.close();

        assert.match(one?.clientId ?? "", /^0oa\w{17}$/);
        assert.deepEqual([one?.clientId, one?.keyId], [same?.clientId, same?.keyId]);
    });

    it("registers a client's own public key under its own kid, once", () => {
        const publicKeyJwk = { ...strayKey().publicKey.export({ format: "jwk" }), kid: "own-key" };
        const options = { clientId: "0oaOwn", publicKeyJwk, scopes: [] };

        const registered = register(tenant.store, options);

        assert.deepEqual(registered, { clientId: "0oaOwn", keyId: "own-key" });
        assert.throws(() => register(tenant.store, options), /clientId: 0oaOwn is taken: give another/);
    });

    for (const publicKeyJwk of [{}, { kty: "oct", k: "c2VjcmV0" }, okpKey()]) {
        it(`registers no key of the kind ${publicKeyJwk.kty}`, () => {
            assert.throws(
                () => register(tenant.store, { publicKeyJwk, scopes: [] }),
                /give a public RSA or EC key as JWK/,
            );
        });
    }

    it("makes a key of 2048 bits for RS256 unless told otherwise", () => {
        const { privateKeyPem, privateKeyJwk, keyId } = register(tenant.store, { scopes: [] });

        const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(privateKeyPem ?? "");

        assert.deepEqual([asymmetricKeyType, asymmetricKeyDetails?.modulusLength], ["rsa", 2048]);
        assert.deepEqual([privateKeyJwk?.["alg"], privateKeyJwk?.["kid"]], ["RS256", keyId]);
    });

    const rsa = () => newKeyPair("RSA");
    const keys: [alg: string, make: () => KeyPair][] = [
        ["RS256", rsa],
        ["RS384", rsa],
        ["RS512", rsa],
        ["ES256", () => strayKey("P-256")],
        ["ES384", () => strayKey("P-384")],
        ["ES512", () => strayKey("P-521")],
    ];
    for (const [alg, make] of keys) {
        it(`takes an assertion signed with ${alg}`, async () => {
            const app = new ServiceApp(tenant, {}, make());

            const { status } = await app.ask({ client_assertion: await app.assertion({ header: { alg } }) });

            assert.equal(status, 200);
        });
    }

    it("takes an assertion without kid, iat and jti, the last as often as it likes", async () => {
        const app = new ServiceApp(tenant);
        const bare = await app.assertion({ header: { kid: undefined }, claims: { jti: undefined } });

        const statuses = [await app.ask({ client_assertion: bare }), await app.ask({ client_assertion: bare })];

        assert.deepEqual(
            statuses.map(({ status }) => status),
            [200, 200],
        );
    });

    it("takes the id of an assertion that somebody forged before", async () => {
        const app = new ServiceApp(tenant);
        const claims = { jti: "guessed" };

        const forged = await app.ask({ client_assertion: await app.assertion({ claims, key: strayKey().privateKey }) });
        const real = await app.ask({ client_assertion: await app.assertion({ claims }) });

        assert.deepEqual([forged.status, real.status], [401, 200]);
    });

    it("takes an assertion that ends in exactly an hour, and the client's id beside it", async () => {
        const app = new ServiceApp(tenant);
        const assertion = await app.assertion({ claims: { exp: inSeconds(3600), iat: inSeconds(0) } });

        const { status } = await app.ask({ client_assertion: assertion, client_id: app.registered.clientId });

        assert.equal(status, 200);
    });
});

function okpKey() {
    const { publicKey } = generateKeyPairSync("ed25519", {
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    return createPublicKey(publicKey).export({ format: "jwk" });
}
