import assert from "node:assert/strict";
import sinon from "sinon";
import type { ApiRequest } from "../../resources/http/send";
import { type OpaConnection, openOpa } from "../../resources/opa/connection/connect";
import { type Answer, fakeTime, Script, settled } from "../http/support/script";

describe("an OPA service user", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    const get: ApiRequest = { method: "GET", path: "/v1/teams/acme/resource_groups" };
    const open = (script: Script): OpaConnection =>
        openOpa(
            { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" },
            script.conditions(),
        );
    const token = (value: string, lifeSeconds = 3600, aheadMs = 0): Answer => ({
        status: 200,
        headers: { date: new Date(Date.now() + aheadMs).toUTCString() },
        body: {
            bearer_token: value,
            expires_at: new Date(Date.now() + aheadMs + lifeSeconds * 1000).toISOString(),
            team_name: "Acme",
        },
    });

    it("renews its token before it ends, by the service's own clock", async () => {
        let fetched = 0;
        const script = new Script(({ path }) =>
            path.endsWith("service_token") ? token(`t-${++fetched}`, 600, -7_200_000) : { status: 200 },
        );
        const { send } = open(script);

        await settled(clock, send(get));
        clock.tick(530_000);
        await settled(clock, send(get));
        assert.equal(fetched, 1);
        clock.tick(10_000);
        await settled(clock, send(get));
        assert.equal(script.requests.at(-1)?.headers?.["authorization"], "Bearer t-2");
    });

    it("renews it once after a 401, and reports a second one as the missing role", async () => {
        const script = new Script([
            token("t-1"),
            { status: 401 },
            token("t-2"),
            { status: 401, body: { message: "Missing capability: list" } },
        ]);

        await assert.rejects(settled(clock, open(script).send(get)), {
            kind: "forbidden",
            status: 401,
            message:
                "Missing capability: list: GET /v1/teams/acme/resource_groups, 401. " +
                "Give the service user the role resource_admin, or delegated_resource_admin of this resource group.",
        });
        assert.deepEqual(
            script.conversation.map((line) => line.split(" ").slice(1).join(" ").replace("/v1/teams/acme", "")),
            [
                "POST /service_token -> 200",
                "GET /resource_groups -> 401",
                "POST /service_token -> 200",
                "GET /resource_groups -> 401",
            ],
        );
    });

    it("goes on after a 401 when a new token is accepted", async () => {
        const script = new Script([token("t-1"), { status: 401 }, token("t-2"), { status: 200, body: { list: [] } }]);

        assert.equal((await settled(clock, open(script).send(get))).status, 200);
    });

    it("is told to check its key when that is refused, once for all calls", async () => {
        const script = new Script(() => ({
            status: 401,
            body: { nottype: "authentication_error", code: 401, message: "Unauthorized" },
        }));
        const { send } = open(script);

        for (let call = 0; call < 3; call += 1) {
            await assert.rejects(settled(clock, send(get)), {
                kind: "unauthenticated",
                message:
                    /^Unauthorized: POST \/v1\/teams\/acme\/service_token, 401\. Check OKTAPAM_KEY, .*may have expired\.$/,
            });
        }
        assert.equal(script.requests.length, 1);
    });

    it("is refused when its key is of another team", async () => {
        const other = { bearer_token: "t", expires_at: "2999-01-01T00:00:00Z", team_name: "other" };
        const script = new Script([{ status: 200, body: other }]);

        await assert.rejects(settled(clock, open(script).send(get)), {
            kind: "rejected",
            message:
                /^The key belongs to team "other", not to "acme": .* Set opa:team \(OKTAPAM_TEAM\) to the team of the key\.$/,
        });
    });

    it("accepts a lifetime that cannot be read, and fails with an ApiFailure when the answer is not a token", async () => {
        const odd = { bearer_token: "t", expires_at: "soon", team_name: "acme" };
        const script = new Script([{ status: 200, body: odd }, { status: 200 }, { status: 200 }]);
        const { send } = open(script);
        await settled(clock, send(get));
        clock.tick(86_400_000);
        await settled(clock, send(get));

        for (const body of [undefined, {}, { ...odd, bearer_token: 1 }, { ...odd, team_name: null }]) {
            const sent = settled(clock, open(new Script([{ status: 200, body }])).send(get));
            await assert.rejects(sent, { name: "ApiFailure", kind: "unavailable" });
        }
    });
});
