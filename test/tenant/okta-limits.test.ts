import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { type Answered, bodyOf, headerLines } from "./support/asking";
import { sceneForEach } from "./support/scene";

/** The three headers as numbers: limit, remaining, seconds from the answer's date to the reset. */
function limits(answered: Answered): [limit: number, remaining: number, resetInSeconds: number] {
    const number = (name: string) => Number(headerLines(answered, name)[0]);
    const dateSeconds = Date.parse(headerLines(answered, "date")[0] ?? "") / 1000;
    const reset = number("x-rate-limit-reset") - dateSeconds;
    return [number("x-rate-limit-limit"), number("x-rate-limit-remaining"), reset];
}

describe("the rate limit of the tenant's Okta", () => {
    const at = sceneForEach({ settings: { oktaRequestsPerMinute: 4 } });

    it("gives one token half of a bucket, and says so", async () => {
        const answers = [];
        for (let n = 0; n < 3; n += 1) answers.push(await at.scene.me.okta("GET", "/api/v1/groups"));

        assert.deepEqual(
            answers.map(({ status }) => status),
            [200, 200, 429],
        );
        assert.deepEqual(
            answers.map((one) => limits(one).slice(0, 2)),
            [
                [2, 1],
                [2, 0],
                [2, 0],
            ],
        );
        const [, , resetInSeconds] = limits(answers[2] as Answered);
        assert.ok(resetInSeconds >= 59 && resetInSeconds <= 61, `${resetInSeconds}`);
        assert.deepEqual(
            [bodyOf(answers[2] as Answered)["errorCode"], bodyOf(answers[2] as Answered)["errorSummary"]],
            ["E0000047", "API call exceeded rate limit due to too many requests."],
        );
    });

    it("holds for all tokens together as well", async () => {
        const statuses = [];
        for (const who of [at.scene.me, at.scene.admin, at.scene.me, at.scene.admin, at.scene.admin]) {
            statuses.push((await who.okta("GET", "/api/v1/groups")).status);
        }

        assert.deepEqual(statuses, [200, 200, 200, 200, 429]);
    });

    it("does nothing of what it refuses, and counts nothing of it", async () => {
        for (let n = 0; n < 2; n += 1) await at.scene.me.okta("GET", "/api/v1/groups");

        for (let n = 0; n < 3; n += 1) {
            const { status } = await at.scene.me.okta("POST", "/api/v1/groups", { profile: { name: "payments" } });
            assert.equal(status, 429);
        }

        assert.equal(
            [...at.scene.tenant.store.groups.values()].some(({ name }) => name === "payments"),
            false,
        );
        assert.equal((await at.scene.admin.okta("GET", "/api/v1/groups")).status, 200);
    });

    it("counts lists, single groups, apps and everything else in buckets of their own", async () => {
        const remaining = async (path: string) => limits(await at.scene.me.okta("GET", path))[1];

        const seen = [
            await remaining("/api/v1/groups"),
            await remaining("/api/v1/groups/00gNothing"),
            await remaining("/api/v1/groups/00gOther/users"),
            await remaining("/api/v1/apps/0oa/groups/00g"),
            await remaining("/api/v1/apps"),
            await remaining("/api/v1/users/me"),
        ];

        assert.deepEqual(seen, [1, 1, 0, 1, 0, 1]);
    });

    it("takes other numbers for a bucket by its path", async () => {
        at.scene.tenant.settings.oktaBuckets = { "/api/v1/groups/{id}/users": 100 };

        const path = "/api/v1/groups/00gNothing";
        const [list, one] = [await at.scene.me.okta("GET", `${path}/users`), await at.scene.me.okta("GET", path)];

        assert.deepEqual([limits(list)[0], limits(one)[0]], [50, 2]);
    });

    it("counts a call that fails by a fault like any other", async () => {
        at.scene.tenant.fail({ status: 503 });
        const answers = [
            await at.scene.me.okta("GET", "/api/v1/groups"),
            await at.scene.me.okta("GET", "/api/v1/groups"),
        ];

        assert.deepEqual(
            answers.map((one) => [one.status, ...limits(one).slice(0, 2)]),
            [
                [503, 2, 1],
                [200, 2, 0],
            ],
        );
    });

    it("is over when the window is", async () => {
        for (let n = 0; n < 2; n += 1) await at.scene.me.okta("GET", "/api/v1/groups");
        at.scene.tenant.clock.advance(60_000);

        const answered = await at.scene.me.okta("GET", "/api/v1/groups");

        assert.deepEqual([answered.status, limits(answered)[1]], [200, 1]);
    });

    it("costs a hundredth of the time at a hundred times the speed, but for the header's whole seconds", async () => {
        at.scene.tenant.clock.setSpeed(100);
        for (let n = 0; n < 2; n += 1) await at.scene.me.okta("GET", "/api/v1/groups");

        const refused = await at.scene.me.okta("GET", "/api/v1/groups");

        const [, , resetInSeconds] = limits(refused);
        assert.equal(refused.status, 429);
        assert.ok(resetInSeconds >= 1 && resetInSeconds <= 2, `${resetInSeconds}`);
    });
});

describe("the concurrency limit of the tenant's Okta", () => {
    const at = sceneForEach({ settings: { oktaConcurrency: 2, latencyMs: 1000 } });

    it("refuses what comes while as many are under way, with zeros, and nothing later", async () => {
        const { tenant, me } = at.scene;
        const calls = ["a", "b", "c"].map((name) => me.okta("POST", "/api/v1/groups", { profile: { name } }));
        while (tenant.requests.length < 3) await turn();
        tenant.clock.advance(1000);
        const answers = await Promise.all(calls);

        tenant.settings.latencyMs = 0;
        const later = await me.okta("GET", "/api/v1/groups");

        const refused = answers.filter(({ status }) => status === 429);
        assert.deepEqual([refused.length, later.status], [1, 200]);
        assert.deepEqual(limits(refused[0] as Answered).slice(0, 2), [0, 0]);
        assert.equal(bodyOf(refused[0] as Answered)["errorCode"], "E0000047");
    });

    it("says with Retry-After when to come back only where the other limit does", async () => {
        const { tenant, me } = at.scene;
        Object.assign(tenant.settings, { oktaConcurrency: 0, latencyMs: 0 });
        const hints = [];
        for (const choice of ["absent", "present"] as const) {
            tenant.settings.oktaRetryAfter = choice;
            hints.push(headerLines(await me.okta("GET", "/api/v1/groups"), "retry-after").map(Number));
        }

        const [without, [seconds = 0] = []] = hints;
        assert.deepEqual(without, []);
        assert.ok(seconds >= 1 && seconds <= 2, `${seconds}`);
    });
});
