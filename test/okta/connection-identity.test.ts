import assert from "node:assert/strict";
import sinon from "sinon";
import type { ApiRequest } from "../../resources/http/send";
import { rsaKey } from "../http/support/keys";
import { type Answer, fakeTime, Script, settled } from "../http/support/script";
import { connect, form, get, token, verified } from "./support/service-app";

describe("an Okta service app", () => {
    let clock: sinon.SinonFakeTimers;
    const rsa = rsaKey();

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    it("asks for a token by a signed assertion, and uses it for every call", async () => {
        const script = new Script([token("at-1"), { status: 200 }, { status: 200 }]);
        const send = connect(script, rsa.pem);

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

    it("renews the token in the last tenth of its life", async () => {
        const script = new Script([token("at-1"), { status: 200 }, token("at-2"), { status: 200 }]);
        const send = connect(script, rsa.pem);

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
        const send = connect(script, rsa.pem);

        await settled(clock, Promise.all([send(get), send(get), send(get)]));
        assert.equal(fetched, 2);
        await assert.rejects(settled(clock, send({ ...get, path: "/api/v1/groups/never" })), {
            kind: "unauthenticated",
            status: 401,
            message: /^Invalid token provided: GET \/api\/v1\/groups\/never, 401\. Set a valid credential/,
        });
        assert.equal(script.conversation.filter((line) => line.includes("never")).length, 2);
        assert.equal(fetched, 3);
    });

    it("is refused once for all when the client is unknown, and asks again half a minute later", async () => {
        const unknown = {
            status: 401,
            body: { error: "invalid_client", error_description: "Invalid value for 'client_id' parameter." },
        };
        const script = new Script(() => unknown);
        const send = connect(script, rsa.pem);
        const expected = {
            kind: "unauthenticated",
            message: /^Invalid value for 'client_id' parameter: POST \/oauth2\/v1\/token, 401\. Set a valid/,
        };

        for (let call = 0; call < 5; call += 1) await assert.rejects(settled(clock, send(get)), expected);
        assert.equal(script.requests.length, 1);
        clock.tick(30_000);
        await assert.rejects(settled(clock, send(get)), expected);
        assert.equal(script.requests.length, 2);
    });

    it("is retried like any read when the token endpoint fails, even for a POST", async () => {
        const script = new Script([{ status: 503 }, "dropped", token("at-1"), { status: 200 }]);

        await settled(clock, connect(script, rsa.pem)({ method: "POST", path: "/api/v1/groups", body: {} }));

        assert.deepEqual(script.conversation, [
            "0s POST /oauth2/v1/token -> 503",
            "0.5s POST /oauth2/v1/token -> dropped",
            "1.5s POST /oauth2/v1/token -> 200",
            "1.5s POST /api/v1/groups -> 200",
        ]);
    });

    it("fails by kind when the answer holds no token", async () => {
        for (const body of [
            undefined,
            [],
            { access_token: 7 },
            { access_token: "", expires_in: 3600 },
            { expires_in: 1 },
        ]) {
            const script = new Script([{ status: 200, body }]);
            await assert.rejects(settled(clock, connect(script, rsa.pem)(get)), {
                name: "ApiFailure",
                message: /not as the API documents it/,
            });
        }
    });

    it("says which scopes are missing", async () => {
        const challenge =
            'Bearer realm="x", error="insufficient_scope", error_description="The access token provided does not contain the required scopes."';
        const script = new Script([token("at-1"), { status: 403, headers: { "www-authenticate": challenge } }]);

        await assert.rejects(
            settled(clock, connect(script, rsa.pem)({ method: "POST", path: "/api/v1/apps/0oa1/group-push/mappings" })),
            {
                kind: "forbidden",
                message:
                    "The access token provided does not contain the required scopes: POST /api/v1/apps/0oa1/group-push/mappings, 403. " +
                    "Grant the credential the scopes okta.apps.manage and okta.groups.manage, and an administrator role over these objects.",
            },
        );
    });
});
