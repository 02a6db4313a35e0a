import assert from "node:assert/strict";
import { exportJWK } from "jose";
import { startTenant, type Tenant } from "../../tenant";
import {
    type Answered,
    type ChangedClaims,
    claimsOf,
    inSeconds,
    reason,
    refusal,
    ServiceApp,
    strayKey,
} from "./support/service-app";

describe("a proof of possession for the tenant is refused for", () => {
    let tenant: Tenant;
    let app: ServiceApp;
    beforeEach(async () => {
        tenant = await startTenant();
        app = new ServiceApp(tenant, { requiresDpop: true });
    });
    afterEach(() => tenant.close());

    const path = "/api/v1/groups";

    const cases: [what: string, proof: (token: string) => Promise<string>, description: string][] = [
        ["being none", async () => "no.jwt", "The DPoP proof JWT cannot be parsed."],
        [
            "another typ",
            (token) => app.proofFor(token, path, { header: { typ: "JWT" } }),
            "'typ' must be 'dpop+jwt' in the DPoP proof JWT.",
        ],
        [
            "a symmetric algorithm",
            (token) =>
                app.proofFor(token, path, {
                    header: { alg: "HS256" },
                    key: new TextEncoder().encode("a secret that is long enough for HS256"),
                }),
            "The DPoP proof JWT signature algorithm is invalid.",
        ],
        [
            "having no key",
            (token) => app.proofFor(token, path, { header: { jwk: undefined } }),
            "The DPoP proof JWT is invalid.",
        ],
        [
            "showing its private key",
            async (token) => {
                const { privateKey } = strayKey();
                const header = { jwk: await exportJWK(privateKey) };
                return app.proofFor(token, path, { header, key: privateKey });
            },
            "The DPoP proof JWT is invalid.",
        ],
        [
            "the signature of another key",
            (token) => app.proofFor(token, path, { key: strayKey().privateKey }),
            "The DPoP proof JWT signature is invalid.",
        ],
        claims("another method", { htm: "POST" }, "'htm' claim in the DPoP proof JWT is invalid."),
        claims(
            "another path",
            { htu: "http://127.0.0.1/api/v1/users" },
            "'htu' claim in the DPoP proof JWT is invalid.",
        ),
        claims("another host", { htu: `https://example.com${path}` }, "'htu' claim in the DPoP proof JWT is invalid."),
        claims("no URL", { htu: path }, "'htu' claim in the DPoP proof JWT is invalid."),
        claims("no issue time", { iat: undefined }, "'iat' claim in the DPoP proof JWT is invalid."),
        claims("an issue time ahead", () => ({ iat: inSeconds(100) }), "The DPoP proof JWT is issued in the future."),
        claims(
            "its age",
            () => ({ iat: inSeconds(-400) }),
            "The DPoP proof JWT is issued more than five minutes in the past.",
        ),
        claims("its expiry", () => ({ exp: inSeconds(-1) }), "The DPoP proof JWT is expired."),
        claims(
            "the hash of another token",
            { ath: "other" },
            "'ath' claim in the DPoP proof does not match the presented access_token.",
        ),
        claims(
            "no hash of the token",
            { ath: undefined },
            "'ath' claim in the DPoP proof does not match the presented access_token.",
        ),
        claims("no jti", { jti: undefined }, "'jti' claim in the DPoP proof JWT is invalid."),
        [
            "a key the token is not bound to",
            (token) => new ServiceApp(tenant).proofFor(token, path),
            "The access_token is not bound to the provided DPoP proof.",
        ],
    ];

    function claims(what: string, changed: ChangedClaims, description: string): (typeof cases)[number] {
        return [what, (token) => app.proofFor(token, path, { claims: claimsOf(changed) }), description];
    }

    for (const [what, proof, description] of cases) {
        it(`${what}, on a call of the API`, async () => {
            const token = await app.token({ bound: true });

            const answer = await app.call(`DPoP ${token}`, { dpop: await proof(token) });

            assert.deepEqual(reason(answer), [401, "E0000011", "DPoP", "invalid_dpop_proof", description]);
            assert.match(
                answer.headers.get("www-authenticate") ?? "",
                /^DPoP algs="RS256 RS384 RS512 ES256 ES384 ES512", /,
            );
        });
    }

    it("the query in its htu", async () => {
        const token = await app.token({ bound: true });
        const asked = `${path}?limit=1`;

        const refused = await app.call(`DPoP ${token}`, { dpop: await app.proofFor(token, asked) }, asked);
        const opened = await app.call(`DPoP ${token}`, { dpop: await app.proofFor(token, path) }, asked);

        assert.equal(reason(refused)[4], "'htu' claim in the DPoP proof JWT is invalid.");
        assert.equal(opened.status, 200);
    });

    it("its second use, with a token and for one", async () => {
        const token = await app.token({ bound: true });
        const [proof, forToken] = [
            await app.proofFor(token, path),
            await app.proof({ claims: { nonce: await app.nonce() } }),
        ];

        const calls = [
            await app.call(`DPoP ${token}`, { dpop: proof }),
            await app.call(`DPoP ${token}`, { dpop: proof }),
        ];
        const asked = [await app.ask({}, { dpop: forToken }), await app.ask({}, { dpop: forToken })];

        const text = "The DPoP proof JWT has already been used.";
        assert.deepEqual(
            calls.map(({ status }) => status),
            [200, 401],
        );
        assert.equal(reason(calls[1] as Answered)[4], text);
        assert.equal(asked[0]?.status, 200);
        assert.deepEqual(refusal(asked[1] as Answered), [400, "invalid_dpop_proof", text]);
    });

    it("being one of two", async () => {
        const proof = await app.proof();

        const answer = await app.ask({}, { dpop: `${proof}, ${proof}` });

        const text = "Multiple DPoP proof JWT headers are not allowed.";
        assert.deepEqual(refusal(answer), [400, "invalid_dpop_proof", text]);
    });

    it("its claims, when it is for a token, with OAuth's own body", async () => {
        const answer = await app.ask({}, { dpop: await app.proof({ claims: { htm: "GET" } }) });

        const text = "'htm' claim in the DPoP proof JWT is invalid.";
        assert.deepEqual(refusal(answer), [400, "invalid_dpop_proof", text]);
    });
});
