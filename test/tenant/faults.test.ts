import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import type { RequestFault } from "../../tenant";
import { type Answered, ask, headerLines } from "./support/asking";
import { type Scene, sceneForEach } from "./support/scene";
import { ServiceApp } from "./support/service-app";

const create = (scene: Scene, name = "payments") => scene.me.okta("POST", "/api/v1/groups", { profile: { name } });

const isThere = ({ tenant }: Scene, name = "payments") =>
    [...tenant.store.groups.values()].some((group) => group.name === name);

/** The status of an answer, or `dropped` when the connection was. */
const ending = (answer: Promise<Answered>): Promise<number | string> =>
    answer.then(
        ({ status }) => status,
        () => "dropped",
    );

describe("a fault in the tenant", () => {
    const at = sceneForEach();

    const kinds: readonly (readonly [title: string, fault: RequestFault, ending: number | string, isDone: boolean])[] =
        [
            ["a status in place of the deed", { status: 503 }, 503, false],
            ["a connection dropped before the deed", { drop: "before" }, "dropped", false],
            ["a connection dropped after the deed", { drop: "after" }, "dropped", true],
            ["a body that cannot be read, after the deed", { body: '{"id": "00g' }, 200, true],
            ["a header more", { headers: { "Retry-After": "7" } }, 200, true],
            ["a body of another status", { status: 502, body: "<html>Bad gateway</html>" }, 502, false],
        ];
    for (const [title, fault, expected, isDone] of kinds) {
        it(`is ${title}, once`, async () => {
            at.scene.tenant.fail({ method: "POST", path: /groups$/, ...fault });

            const first = await create(at.scene).catch(() => undefined);
            const seen = [first?.status ?? "dropped", isThere(at.scene)];
            const second = await create(at.scene, "second");

            assert.deepEqual([seen, second.status], [[expected, isDone], 200]);
            if (fault.body) assert.equal(first?.text, fault.body);
            if (fault.headers) assert.deepEqual(first && headerLines(first, "retry-after"), ["7"]);
            assert.equal(at.scene.tenant.requests[0]?.status, expected === "dropped" ? 0 : expected);
        });
    }

    it("is an answer that comes late, though the deed is done at once", async () => {
        at.scene.tenant.fail({ delayMs: 60_000 });
        let isAnswered = false;

        const answer = create(at.scene).finally(() => {
            isAnswered = true;
        });
        while (!isThere(at.scene)) await turn();
        const early = isAnswered;
        at.scene.tenant.clock.advance(60_000);

        assert.deepEqual([early, (await answer).status], [false, 200]);
    });

    it("that is late is answered at once when the tenant is reset, so that nobody waits for ever", async () => {
        at.scene.tenant.fail({ delayMs: 60_000 });
        const answer = create(at.scene);
        while (!isThere(at.scene)) await turn();

        at.scene.tenant.reset();

        assert.equal((await answer).status, 200);
    });

    const counted: readonly (readonly [fault: RequestFault, statuses: readonly number[]])[] = [
        [{ status: 500 }, [500, 200, 200, 200]],
        [{ status: 500, nth: 2 }, [200, 500, 200, 200]],
        [{ status: 500, times: 2 }, [500, 500, 200, 200]],
        [{ status: 500, nth: 2, times: 2 }, [200, 500, 500, 200]],
    ];
    for (const [fault, statuses] of counted) {
        it(`hits the requests it means: ${JSON.stringify(fault)}`, async () => {
            at.scene.tenant.fail({ path: /\/users\/me$/, ...fault });

            const seen = [];
            for (let n = 0; n < statuses.length; n += 1) {
                await at.scene.me.okta("GET", "/api/v1/groups");
                seen.push((await at.scene.me.okta("GET", "/api/v1/users/me")).status);
            }

            assert.deepEqual(seen, statuses);
        });
    }

    it("is only for the method and the path it names, and is counted by each fault that fits", async () => {
        at.scene.tenant.fail({ method: "get", path: /groups/g, status: 500, nth: 2 });
        at.scene.tenant.fail({ method: "GET", status: 503, nth: 3 });

        const seen = [];
        for (let n = 0; n < 3; n += 1) {
            seen.push((await create(at.scene, `group ${n}`)).status);
            seen.push((await at.scene.me.okta("GET", "/api/v1/groups")).status);
        }

        assert.deepEqual(seen, [200, 200, 200, 500, 200, 503]);
    });

    it("speaks the API's own language", async () => {
        at.scene.tenant.fail({ path: /groups/, status: 503, times: 2 });

        const [okta, opa] = [await at.scene.me.okta("GET", "/api/v1/groups"), await at.scene.me.opa("GET", "/groups")];

        assert.match(okta.text, /"errorCode":"E0000010"/);
        assert.match(opa.text, /"nottype":"service_offline"/);
    });

    it("of 429 says when to come back, in each API's way", async () => {
        at.scene.tenant.fail({ path: /groups/, status: 429, times: 2 });

        const [okta, opa] = [await at.scene.me.okta("GET", "/api/v1/groups"), await at.scene.me.opa("GET", "/groups")];

        assert.equal(headerLines(okta, "x-rate-limit-reset").length, 1);
        assert.equal(headerLines(opa, "x-ratelimit-retry-at").length, 1);
    });

    const faults: readonly RequestFault[] = [
        { status: 503 },
        { drop: "before" },
        { drop: "after" },
        { body: "<html>" },
        { status: 413 },
    ];
    for (const fault of faults) {
        it(`is logged with whose credential the call carried: ${JSON.stringify(fault)}`, async () => {
            const { tenant, me, admin } = at.scene;
            const app = new ServiceApp(tenant);
            const bearer = `Bearer ${await app.token()}`;
            await me.opa("GET", "/current_user");
            tenant.clearRequests();
            tenant.fail({ ...fault, times: 5 });

            await ending(me.okta("GET", "/api/v1/groups"));
            await ending(admin.okta("GET", "/api/v1/nothing"));
            await ending(me.opa("GET", "/current_user"));
            await ending(ask(tenant, { target: "/api/v1/groups", headers: { authorization: bearer } }));
            await ending(ask(tenant, { target: "/api/v1/groups", headers: { authorization: "SSWS wrong" } }));

            assert.deepEqual(
                tenant.requests.map(({ by }) => by),
                ["automation", "administrator", "automation", app.registered.clientId, "nobody"],
            );
        });
    }

    const refusals: readonly (readonly [status: number, error: string])[] = [
        [400, "invalid_request"],
        [401, "invalid_client"],
        [500, "server_error"],
        [503, "temporarily_unavailable"],
    ];
    for (const [status, error] of refusals) {
        it(`of ${status} at Okta's token endpoint has OAuth's form`, async () => {
            at.scene.tenant.fail({ path: /token$/, status });

            const answered = await new ServiceApp(at.scene.tenant).ask();

            assert.deepEqual([answered.status, Object.keys(answered.body)], [status, ["error", "error_description"]]);
            assert.equal(answered.body["error"], error);
        });
    }

    it("hits a call for a token like any other", async () => {
        at.scene.tenant.fail({ path: /service_token$/, drop: "before" });

        const endings = [
            await ending(at.scene.me.opa("GET", "/current_user")),
            await ending(at.scene.me.opa("GET", "/current_user")),
        ];

        assert.deepEqual(endings, ["dropped", 200]);
    });
});
