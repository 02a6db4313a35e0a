import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from "jose";
import sinon from "sinon";
import { rsaKey } from "../http/support/keys";
import { fakeTime, Script, settled } from "../http/support/script";
import { connect, form, get, origin, token } from "./support/service-app";

describe("an Okta service app that must prove possession", () => {
    let clock: sinon.SinonFakeTimers;
    const rsa = rsaKey();

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

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
        const send = connect(script, rsa.pem);

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

        await settled(clock, connect(script, rsa.pem)(get));

        assert.equal((await proofIn(script.requests.at(-1)?.headers?.["dpop"] ?? "")).claims["nonce"], "nonce-2");
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
