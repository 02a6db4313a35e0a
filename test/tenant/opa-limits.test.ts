import assert from "node:assert/strict";
import { type Answered, ask, bodyOf, headerLines } from "./support/asking";
import { sceneForEach } from "./support/scene";

const names = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];

const number = (answered: Answered, name: string) => Number(headerLines(answered, name)[0]);

describe("the rate limit of the tenant's OPA", () => {
    const at = sceneForEach({ settings: { opaRequestsPerHour: 2 } });

    it("counts each user's hour, says so in every answer, and when to come back in the last", async () => {
        const answers = [];
        for (let n = 0; n < 3; n += 1) answers.push(await at.scene.me.opa("GET", "/current_user"));
        const other = await at.scene.security.opa("GET", "/current_user");

        assert.deepEqual(
            answers.map(({ status }) => status),
            [200, 200, 429],
        );
        assert.deepEqual(
            answers.map((one) => number(one, "x-ratelimit-remaining")),
            [1, 0, 0],
        );
        assert.equal(other.status, 200);
        const [, , last] = answers as [Answered, Answered, Answered];
        const dateSeconds = Date.parse(headerLines(last, "date")[0] ?? "") / 1000;
        const waitSeconds = number(last, "x-ratelimit-retry-at") - dateSeconds;
        assert.ok(waitSeconds > 3590 && waitSeconds <= 3601, `${waitSeconds}`);
        assert.deepEqual(bodyOf(last), { nottype: "too_many_requests", code: 429, message: "Too many requests" });
    });

    it("is over when the hour is", async () => {
        at.scene.tenant.settings.opaTokenSeconds = 7200;
        for (let n = 0; n < 3; n += 1) await at.scene.me.opa("GET", "/current_user");

        at.scene.tenant.clock.advance(3_590_000);
        const early = await at.scene.me.opa("GET", "/current_user");
        at.scene.tenant.clock.advance(10_000);
        const late = await at.scene.me.opa("GET", "/current_user");

        assert.deepEqual([early.status, late.status], [429, 200]);
    });

    it("has its three headers in good answers, in bad ones, and in those to nobody", async () => {
        const { tenant, me } = at.scene;
        const answers = [
            await me.opa("GET", "/groups/nothing"),
            await me.opa("POST", "/groups", { name: "mine" }),
            await ask(tenant, { target: "/v1/teams/example/groups" }),
            await ask(tenant, { method: "POST", target: "/v1/teams/example/service_token", text: "{}" }),
            await ask(tenant, { target: "/v1/teams/example/groups/50%" }),
            await ask(tenant, { method: "POST", target: "/v1/teams/example/groups", text: "x".repeat(2 ** 20 + 1) }),
        ];
        for (const status of [400, 429, 500, 503]) {
            tenant.fail({ status });
            answers.push(await me.opa("GET", "/current_user"));
        }

        for (const answered of answers) {
            assert.deepEqual(
                [...names, "date"].map((name) => headerLines(answered, name).length),
                [1, 1, 1, 1],
                answered.text,
            );
        }
    });
});

describe("an error of the tenant's OPA", () => {
    const at = sceneForEach();

    const errors: readonly (readonly [
        title: string,
        send: () => Promise<Answered>,
        status: number,
        keys: readonly string[],
    ])[] = [
        ["of a body", () => at.scene.security.opa("POST", "/security_policy", {}), 400, ["message", "errors"]],
        [
            "of a token",
            () => ask(at.scene.tenant, { target: "/v1/teams/example/groups" }),
            401,
            ["nottype", "code", "message"],
        ],
        ["of a role", () => at.scene.me.opa("POST", "/groups", { name: "x" }), 401, ["nottype", "code", "message"]],
        ["of what is not there", () => at.scene.me.opa("GET", "/groups/nothing"), 404, ["nottype", "code", "message"]],
        [
            "of a name",
            () => at.scene.me.opa("POST", at.scene.folders, { name: "teams" }),
            409,
            ["nottype", "code", "message"],
        ],
        [
            "of a content type",
            async () => {
                const headers = { authorization: `Bearer ${await at.scene.me.token()}`, "content-type": "text/plain" };
                const target = `/v1/teams/example${at.scene.folders}`;
                return ask(at.scene.tenant, { method: "POST", target, headers, text: "{}" });
            },
            415,
            ["nottype", "code", "message"],
        ],
        [
            "of a path that cannot be decoded",
            async () => {
                const headers = { authorization: `Bearer ${await at.scene.me.token()}` };
                return ask(at.scene.tenant, { target: "/v1/teams/example/groups/50%", headers });
            },
            400,
            ["nottype", "code", "message"],
        ],
    ];
    for (const [title, send, status, keys] of errors) {
        it(`${title} is ${status} in a form of its own`, async () => {
            const answered = await send();

            assert.deepEqual([answered.status, Object.keys(bodyOf(answered))], [status, keys]);
            assert.deepEqual(headerLines(answered, "content-type"), ["application/json"]);
        });
    }

    it("is none for a content type in capitals, in OPA or in Okta", async () => {
        const { tenant, me } = at.scene;
        const type = { "content-type": "Application/JSON; charset=UTF-8" };
        const opa = { ...type, authorization: `Bearer ${await me.token()}` };
        const okta = { ...type, authorization: `SSWS ${tenant.credentials.oktaApiToken}` };
        const place = JSON.stringify({ name: "payments", parent_folder_id: at.scene.teams.id });
        const profile = JSON.stringify({ profile: { name: "payments" } });

        const answers = [
            await ask(tenant, { method: "POST", target: me.teamPath(at.scene.folders), headers: opa, text: place }),
            await ask(tenant, { method: "POST", target: "/api/v1/groups", headers: okta, text: profile }),
        ];

        assert.deepEqual(
            answers.map(({ status }) => status),
            [201, 200],
        );
    });

    it("says all that is wrong with a body at once, each with its place", async () => {
        const answered = await at.scene.security.opa("POST", "/security_policy", {
            name: "",
            active: "yes",
            rules: [],
        });

        const { errors } = bodyOf<{ errors: { path: string }[] }>(answered);
        assert.deepEqual(
            errors.map(({ path }) => path),
            ["name", "active"],
        );
    });
});
