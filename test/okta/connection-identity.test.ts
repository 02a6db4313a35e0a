import assert from "node:assert/strict";
import { createHash, createPrivateKey, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from "jose";
import sinon from "sinon";
import type { ApiRequest, Send } from "../../resources/http/send";
import { openOkta } from "../../resources/okta/connection";
import { oktaCredentials } from "../../resources/okta/connection/credentials";
import { ecKey, rsaKey } from "../http/support/keys";
import { type Answer, fakeTime, Script, settled } from "../http/support/script";

const origin = "https://example.okta.com";
const get: ApiRequest = { method: "GET", path: "/api/v1/groups/00g1" };
const token = (value: string, type = "Bearer"): Answer => ({
    status: 200,
    body: { token_type: type, expires_in: 3600, access_token: value, scope: "okta.groups.read" },
});

describe("an Okta service app", () => {
    let clock: sinon.SinonFakeTimers;
    const rsa = rsaKey();

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    function connect(script: Script, privateKey = rsa.pem, privateKeyId: string | undefined = "kid-1"): Send {
        const scopes = ["okta.apps.manage", "okta.groups.manage"];
        const credential = { type: "service-app", clientId: "0oaClient", privateKey, privateKeyId, scopes } as const;
        return openOkta({ origin, credential }, script.conditions());
    }

    const form = ({ body }: ApiRequest) => Object.fromEntries(body as URLSearchParams);
    const now = () => ({ currentDate: new Date() });

    async function verified(
        request: ApiRequest,
        key: KeyObject,
    ): Promise<{ alg: string | undefined; kid: string | undefined }> {
        const audience = `${origin}/oauth2/v1/token`;
        const options = { audience, issuer: "0oaClient", subject: "0oaClient", ...now() };
        const { protectedHeader, payload } = await jwtVerify(form(request)["client_assertion"] ?? "", key, options);
        assert.ok(typeof payload.jti === "string" && (payload.exp ?? 0) * 1000 - Date.now() <= 3_600_000);
        return { alg: protectedHeader.alg, kid: protectedHeader.kid };
    }

    it("asks for a token by a signed assertion, and uses it for every call", async () => {
        const script = new Script([token("at-1"), { status: 200 }, { status: 200 }]);
        const send = connect(script);

        await settled(clock, Promise.all([send(get), send(get)]));

        assert.deepEqual(
            script.conversation.map((line) => line.slice(3)),
            ["POST /oauth2/v1/token -> 200", "GET /api/v1/groups/00g1 -> 200", "GET /api/v1/groups/00g1 -> 200"],
        );
        const [asked, ...used] = script.requests;
        assert.deepEqual(await verified(asked as ApiRequest, rsa.publicKey), { alg: "RS256", kid: "kid-1" });
        const { client_assertion: _, ...rest } = form(asked as ApiRequest);
        assert.deepEqual(rest, {
            grant_type: "client_credentials",
            scope: "okta.apps.manage okta.groups.manage",
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        });
        assert.deepEqual(
            used.map(({ headers }) => headers),
            [{ authorization: "Bearer at-1" }, { authorization: "Bearer at-1" }],
        );
    });

    it("signs with the algorithm of its key, given as PEM of any kind, with \\n, or as JWK", async () => {
        const [p256, p384, p521] = [ecKey("P-256"), ecKey("P-384"), ecKey("P-521")];
        const pkcs1 = createPrivateKey(rsa.pem).export({ type: "pkcs1", format: "pem" }).toString();
        const jwk = { ...createPrivateKey(rsa.pem).export({ format: "jwk" }), kid: "kid-of-jwk", alg: "RS384" };
        const cases: [string, KeyObject, string, string?][] = [
            [p256.pem, p256.publicKey, "ES256"],
            [p384.pem, p384.publicKey, "ES384"],
            [p521.pem, p521.publicKey, "ES512"],
            [pkcs1, rsa.publicKey, "RS256"],
            [rsa.pem.replaceAll("\n", "\\n"), rsa.publicKey, "RS256"],
            [JSON.stringify(jwk), rsa.publicKey, "RS384", "kid-of-jwk"],
        ];

        for (const [privateKey, publicKey, alg, kid] of cases) {
            const script = new Script([token("at"), { status: 200 }]);
            const credential = {
                type: "service-app",
                clientId: "0oaClient",
                privateKey,
                privateKeyId: undefined,
                scopes: ["s"],
            } as const;
            await settled(clock, openOkta({ origin, credential }, script.conditions())(get));
            assert.deepEqual(await verified(script.requests[0] as ApiRequest, publicKey), { alg, kid });
        }
    });

    it("reads the key from the file that is named instead, as the Okta plugin does", () => {
        const folder = mkdtempSync(join(tmpdir(), "key-"));
        const file = join(folder, "key.pem");
        writeFileSync(file, rsa.pem);
        const env = { OKTA_ORG_NAME: "x", OKTA_API_CLIENT_ID: "0oa", OKTA_API_PRIVATE_KEY: file, OKTA_API_SCOPES: "s" };

        const found = oktaCredentials({ env, config: { get: () => undefined } });

        rmSync(folder, { recursive: true });
        assert.ok("credential" in found && found.credential.type === "service-app");
        assert.equal(found.credential.privateKey, rsa.pem.trim());
    });

    it("refuses a key that can't be read, without showing it and without sending", async () => {
        const script = new Script([]);

        for (const key of [
            "no key at all",
            "/no/such/file.pem",
            rsa.pem.slice(0, 400),
            '{"kty":"oct","k":"c2VjcmV0"}',
            '{"kty":',
        ]) {
            await assert.rejects(settled(clock, connect(script, key)(get)), (failure: Error) => {
                assert.match(
                    failure.message,
                    /^The private key can't be read: .* PEM or JWK, or the path of its file\.$/,
                );
                return true;
            });
        }
        assert.deepEqual(script.conversation, []);
    });

    it("renews the token in the last tenth of its life", async () => {
        const script = new Script([token("at-1"), { status: 200 }, token("at-2"), { status: 200 }]);
        const send = connect(script);

        await settled(clock, send(get));
        clock.tick(3240_000);
        await settled(clock, send(get));

        assert.equal(script.requests.at(-1)?.headers?.["authorization"], "Bearer at-2");
    });

    it("renews it once after a 401, for all calls together, then reports", async () => {
        const refused: Answer = {
            status: 401,
            body: { errorCode: "E0000011", errorSummary: "Invalid token provided" },
            afterMs: 10,
        };
        let fetched = 0;
        const script = new Script(({ path, headers }) => {
            if (path.startsWith("/oauth2")) return token(`at-${++fetched}`);
            return headers?.["authorization"] === "Bearer at-1" || path.endsWith("never")
                ? refused
                : { status: 200, afterMs: 10 };
        });
        const send = connect(script);

        await settled(clock, Promise.all([send(get), send(get), send(get)]));
        assert.equal(fetched, 2);
        await assert.rejects(settled(clock, send({ ...get, path: "/api/v1/groups/never" })), {
            kind: "unauthenticated",
            status: 401,
            message: /^Invalid token provided: GET \/api\/v1\/groups\/never, 401\. Give a valid credential/,
        });
        assert.equal(script.conversation.filter((line) => line.includes("never")).length, 2);
        assert.equal(fetched, 3);
    });

    it("proves possession when the org demands it: nonce, fresh assertion and proof for each try", async () => {
        const script = new Script([
            {
                status: 400,
                body: { error: "invalid_dpop_proof", error_description: "The DPoP proof JWT header is missing." },
            },
            { status: 400, body: { error: "use_dpop_nonce" }, headers: { "dpop-nonce": "nonce-1" } },
            token("at-1", "DPoP"),
            { status: 503 },
            { status: 200 },
        ]);
        const send = connect(script);

        await settled(clock, send({ ...get, query: { limit: 1 } }));

        const proofs = await Promise.all(
            script.requests.slice(1).map(({ headers }) => proofIn(headers?.["dpop"] ?? "")),
        );
        const htu = `${origin}/oauth2/v1/token`;
        const call = {
            htm: "GET",
            htu: `${origin}${get.path}`,
            ath: createHash("sha256").update("at-1").digest("base64url"),
        };
        assert.deepEqual(
            proofs.map(({ claims }) => claims),
            [{ htm: "POST", htu }, { htm: "POST", htu, nonce: "nonce-1" }, call, call],
        );
        assert.equal(new Set(proofs.map(({ jti }) => jti)).size, 4);
        assert.equal(new Set(proofs.map(({ thumbprint }) => thumbprint)).size, 1);
        assert.notEqual(
            proofs[0]?.thumbprint,
            await calculateJwkThumbprint(rsa.publicKey.export({ format: "jwk" }) as JWK),
        );
        const assertions = script.requests.slice(0, 3).map((request) => form(request)["client_assertion"]);
        assert.equal(new Set(assertions).size, 3);
        assert.equal(script.requests.at(-1)?.headers?.["authorization"], "DPoP at-1");
    });

    it("keeps its token when a call's proof lacks a nonce, and adds it", async () => {
        const headers = { "dpop-nonce": "nonce-2", "www-authenticate": 'DPoP error="use_dpop_nonce"' };
        const script = new Script([
            { status: 400, body: { error: "invalid_dpop_proof" } },
            token("at-1", "DPoP"),
            { status: 401, headers },
            { status: 200 },
        ]);

        await settled(clock, connect(script)(get));

        assert.equal((await proofIn(script.requests.at(-1)?.headers?.["dpop"] ?? "")).claims["nonce"], "nonce-2");
    });

    it("is refused once for all when the client is unknown, and asks again half a minute later", async () => {
        const unknown = {
            status: 401,
            body: { error: "invalid_client", error_description: "Invalid value for 'client_id' parameter." },
        };
        const script = new Script(() => unknown);
        const send = connect(script);
        const expected = {
            kind: "unauthenticated",
            message: /^Invalid value for 'client_id' parameter: POST \/oauth2\/v1\/token, 401\. Give a valid/,
        };

        for (let call = 0; call < 5; call += 1) await assert.rejects(settled(clock, send(get)), expected);
        assert.equal(script.requests.length, 1);
        clock.tick(30_000);
        await assert.rejects(settled(clock, send(get)), expected);
        assert.equal(script.requests.length, 2);
    });

    it("is retried like any read when the token endpoint fails, even for a POST", async () => {
        const script = new Script([{ status: 503 }, "dropped", token("at-1"), { status: 200 }]);

        await settled(clock, connect(script)({ method: "POST", path: "/api/v1/groups", body: {} }));

        assert.deepEqual(script.conversation, [
            "0s POST /oauth2/v1/token -> 503",
            "0.5s POST /oauth2/v1/token -> dropped",
            "1.5s POST /oauth2/v1/token -> 200",
            "1.5s POST /api/v1/groups -> 200",
        ]);
    });

    it("fails by type when the token's answer is not one", async () => {
        for (const body of [
            undefined,
            [],
            { access_token: 7 },
            { access_token: "", expires_in: 3600 },
            { expires_in: 1 },
        ]) {
            const script = new Script([{ status: 200, body }]);
            await assert.rejects(settled(clock, connect(script)(get)), {
                name: "ApiFailure",
                message: /not as the API documents it/,
            });
        }
    });

    it("says which scopes are lacking", async () => {
        const challenge =
            'Bearer realm="x", error="insufficient_scope", error_description="The access token provided does not contain the required scopes."';
        const script = new Script([token("at-1"), { status: 403, headers: { "www-authenticate": challenge } }]);

        await assert.rejects(
            settled(clock, connect(script)({ method: "POST", path: "/api/v1/apps/0oa1/group-push/mappings" })),
            {
                kind: "forbidden",
                message:
                    "The access token provided does not contain the required scopes: POST /api/v1/apps/0oa1/group-push/mappings, 403. " +
                    "Grant the credential the scopes okta.apps.manage and okta.groups.manage, and an administrator role over these objects.",
            },
        );
    });
});

async function proofIn(jwt: string): Promise<{ claims: Record<string, unknown>; jti: unknown; thumbprint: string }> {
    const { jwk, typ } = decodeProtectedHeader(jwt);
    const key = await importJWK(jwk as JWK, "RS256");
    const { payload } = await jwtVerify(jwt, key, { typ: "dpop+jwt", currentDate: new Date() });
    const { jti, iat, ...claims } = payload;
    assert.deepEqual([typ, iat, (jwk as JWK).d], ["dpop+jwt", Math.floor(Date.now() / 1000), undefined]);
    return { claims, jti, thumbprint: await calculateJwkThumbprint(jwk as JWK) };
}
