import assert from "node:assert/strict";
import { request } from "node:http";
import { startTenant, type Tenant } from "../../tenant";
import { reason, refusal, ServiceApp } from "./support/service-app";

const hourMs = 3_600_000;

describe("a proof of possession for the tenant", () => {
    let tenant: Tenant;
    let app: ServiceApp;
    beforeEach(async () => {
        tenant = await startTenant();
        app = new ServiceApp(tenant, { requiresDpop: true });
    });
    afterEach(() => tenant.close());

    const path = "/api/v1/groups";

    it("is asked for, then its nonce, then rewarded with a bound token", async () => {
        const bare = await app.ask();
        const withoutNonce = await app.ask({}, { dpop: await app.proof() });
        const nonce = withoutNonce.headers.get("dpop-nonce");
        const given = await app.ask({}, { dpop: await app.proof({ claims: { nonce } }) });

        assert.deepEqual(refusal(bare), [400, "invalid_dpop_proof", "The DPoP proof JWT header is missing."]);
        assert.equal(bare.headers.get("dpop-nonce"), null);
        const text = "Authorization server requires nonce in DPoP proof.";
        assert.deepEqual(refusal(withoutNonce), [400, "use_dpop_nonce", text]);
        assert.match(nonce ?? "", /^[\w-]{32}$/);
        const { access_token, ...rest } = given.body;
        assert.equal(typeof access_token, "string");
        assert.deepEqual(rest, { token_type: "DPoP", expires_in: 3600, scope: "okta.groups.read" });
    });

    it("needs no jti before it has a nonce, as the vendor's guide shows", async () => {
        const answer = await app.ask({}, { dpop: await app.proof({ claims: { jti: undefined } }) });

        assert.equal(answer.body["error"], "use_dpop_nonce");
    });

    it("uses up the assertion even when it is refused", async () => {
        const assertion = await app.assertion();

        const refused = await app.ask({ client_assertion: assertion });
        const proof = await app.proof({ claims: { nonce: await app.nonce() } });
        const again = await app.ask({ client_assertion: assertion }, { dpop: proof });

        assert.equal(refused.body["error"], "invalid_dpop_proof");
        assert.equal(again.body["error_description"], "The client_assertion token has already been used.");
    });

    it("binds the token of an app that need not prove anything too", async () => {
        const free = new ServiceApp(tenant);

        const token = await free.token({ bound: true });
        const answer = await free.call(`Bearer ${token}`);

        assert.equal(answer.status, 401);
    });

    it("has a nonce that is renewed every day and taken for three", async () => {
        const first = await app.nonce();
        const use = async (nonce: string) =>
            (await app.ask({}, { dpop: await app.proof({ claims: { nonce } }) })).status;

        tenant.clock.advance(23 * hourMs);
        const sameDay = await app.nonce();
        tenant.clock.advance(2 * hourMs);
        const nextDay = await app.nonce();
        const onNextDay = await use(first);
        tenant.clock.advance(48 * hourMs);
        const afterThreeDays = await use(first);

        assert.equal(sameDay, first);
        assert.notEqual(nextDay, first);
        assert.deepEqual([onNextDay, afterThreeDays], [200, 400]);
    });

    it("is what a bound token needs, with its own scheme", async () => {
        const token = await app.token({ bound: true });

        const answers = [
            await app.call(`Bearer ${token}`),
            await app.call(`Bearer ${token}`, { dpop: await app.proofFor(token, path) }),
            await app.call(`DPoP ${token}`),
            await app.call(`DPoP ${token}`, { dpop: await app.proofFor(token, path) }),
        ];

        const needed = "The resource request requires a DPoP proof.";
        const scheme = "The resource request must use the DPoP authentication scheme when using a DPoP bound token.";
        assert.deepEqual(answers.slice(0, 3).map(reason), [
            [401, "E0000011", "Bearer", "invalid_request", needed],
            [401, "E0000011", "Bearer", "invalid_request", scheme],
            [401, "E0000011", "DPoP", "invalid_request", needed],
        ]);
        assert.equal(answers[3]?.status, 200);
    });

    it("does not help a token that is not bound", async () => {
        const free = new ServiceApp(tenant);
        const token = await free.token();

        const answer = await free.call(`DPoP ${token}`, { dpop: await free.proofFor(token, path) });

        const text = "The presented access_token is not DPoP bound.";
        assert.deepEqual(reason(answer), [401, "E0000011", "DPoP", "invalid_token", text]);
    });

    it("is good for a call in absolute form, whose URL has no port", async () => {
        const token = await app.token({ bound: true });
        const dpop = await app.proofFor(token, path, { claims: { htu: `http://127.0.0.1${path}` } });

        const status = await inAbsoluteForm(tenant, `http://127.0.0.1${path}?limit=1`, {
            authorization: `DPoP ${token}`,
            dpop,
            "proxy-authorization": "Basic Og==",
        });

        assert.equal(status, 200);
    });
});

/** The status of a GET whose target is a whole URL, as a client sends it to a proxy. */
function inAbsoluteForm(tenant: Tenant, target: string, headers: Record<string, string>): Promise<number | undefined> {
    const { hostname, port } = new URL(tenant.okta);
    return new Promise((resolve, reject) => {
        const sent = request({ hostname, port, path: target, headers: { ...headers, host: hostname } }, (response) => {
            response.resume();
            response.on("end", () => resolve(response.statusCode));
        });
        sent.on("error", reject);
        sent.end();
    });
}
