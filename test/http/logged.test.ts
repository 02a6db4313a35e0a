import assert from "node:assert/strict";
import sinon from "sinon";
import { openOkta } from "../../resources/okta/connection/connect";
import { openOpa } from "../../resources/opa/connection/connect";
import { fakeTime, Script, settled, startMs } from "./support/script";

describe("the debug log", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    const budget = (limit: number, remaining: number, seconds: number) => ({
        "x-rate-limit-limit": `${limit}`,
        "x-rate-limit-remaining": `${remaining}`,
        "x-rate-limit-reset": `${startMs / 1000 + seconds}`,
    });

    it("has a line for each try, with its bucket, what was left of it, its wait, its number and Okta's id", async () => {
        const script = new Script([
            { status: 200, headers: { ...budget(10, 1, 5), "x-okta-request-id": "req-1" }, afterMs: 120 },
            { status: 503, headers: budget(10, 9, 65) },
            "dropped",
            { status: 200 },
            { status: 200, headers: { "x-okta-request-id": "req-5" } },
        ]);
        const credential = { type: "api-token", apiToken: "token-of-the-test" } as const;
        const send = openOkta({ origin: "https://x.okta.com", credential }, script.conditions({ debug: true }));

        await settled(clock, send({ method: "GET", path: "/api/v1/groups", query: { search: "secret words" } }));
        await settled(clock, send({ method: "PUT", path: "/api/v1/groups/00g1/users/00u1" }));
        await settled(clock, send({ method: "GET", path: "/api/v1/groups" }));

        const lines = script.said.filter((line) => !line.startsWith("okta: waiting"));
        assert.deepEqual(lines, [
            "okta GET /api/v1/groups 200 request req-1 in 120 ms, attempt 1, bucket /api/v1/groups (unknown left), waited 0 ms",
            "okta PUT /api/v1/groups/00g1/users/00u1 503 in 0 ms, attempt 1, bucket /api/v1/groups/{id}/* (unknown left), waited 0 ms",
            "okta PUT /api/v1/groups/00g1/users/00u1 The connection was dropped in 0 ms, attempt 2, bucket /api/v1/groups/{id}/* (8 of 10 left), waited 0 ms",
            "okta PUT /api/v1/groups/00g1/users/00u1 200 in 0 ms, attempt 3, bucket /api/v1/groups/{id}/* (7 of 10 left), waited 0 ms",
            "okta GET /api/v1/groups 200 request req-5 in 0 ms, attempt 1, bucket /api/v1/groups (9 of 10 left), waited 4500 ms",
        ]);
    });

    it("has lines for tokens too, and none of it unless it is asked for", async () => {
        const token = { bearer_token: "t", expires_at: "2999-01-01T00:00:00Z", team_name: "acme" };
        const opa = { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" };
        const talk = async (debug: boolean) => {
            const script = new Script([{ status: 200, body: token }, { status: 200 }]);
            const { send } = openOpa(opa, script.conditions({ debug }));
            await settled(clock, send({ method: "GET", path: "/v1/teams/acme/groups" }));
            return script.said;
        };

        assert.deepEqual(await talk(false), []);
        assert.deepEqual(await talk(true), [
            "opa POST /v1/teams/acme/service_token 200 in 0 ms, attempt 1, bucket OPA (unknown left), waited 0 ms",
            "opa GET /v1/teams/acme/groups 200 in 0 ms, attempt 1, bucket OPA (unknown left), waited 0 ms",
        ]);
    });
});
