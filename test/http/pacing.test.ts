import assert from "node:assert/strict";
import sinon from "sinon";
import { defaultRetryPolicy } from "../../resources/http/retrying";
import type { ApiRequest, Send } from "../../resources/http/send";
import { openOkta } from "../../resources/okta/connection";
import { oktaApi } from "../../resources/okta/connection/okta-api";
import { openOpa } from "../../resources/opa/connection";
import { Limited } from "./support/limited";
import { type Answer, fakeTime, Script, settled, startMs } from "./support/script";

const groups: ApiRequest = { method: "GET", path: "/api/v1/groups" };
const users: ApiRequest = { method: "GET", path: "/api/v1/users" };

describe("a paced call", () => {
    let clock: sinon.SinonFakeTimers;

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    function okta(script: Script, conditions = {}, pacing = {}): Send {
        const api = { ...oktaApi, pacing: { ...oktaApi.pacing, ...pacing } };
        const credential = { type: "api-token", apiToken: "token-of-the-test" } as const;
        return openOkta({ origin: "https://example.okta.com", credential }, script.conditions(conditions), api);
    }

    const many = (send: Send, count: number, request = groups) =>
        settled(clock, Promise.all(Array.from({ length: count }, () => send(request))));

    /** How many calls each minute of the conversation saw. */
    function perMinute({ conversation }: Script): number[] {
        const minutes: number[] = [];
        for (const line of conversation) {
            const minute = Math.floor(Number.parseFloat(line) / 61);
            minutes[minute] = (minutes[minute] ?? 0) + 1;
        }
        return minutes;
    }

    const refusals = ({ conversation }: Script) => conversation.filter((line) => line.endsWith("429")).length;

    it("waits before the limit, leaving half of Okta's to people", async () => {
        const service = new Limited({ limit: 100, latencyMs: 100 });
        const script = new Script(service.answer);

        await many(okta(script), 120);

        assert.deepEqual(perMinute(script), [50, 50, 20]);
        assert.equal(service.refused, 0);
    });

    it("counts what others use of the same limit", async () => {
        const service = new Limited({ limit: 100, latencyMs: 100 });
        const script = new Script(service.answer);
        service.others(30);

        await many(okta(script), 40);

        assert.deepEqual(perMinute(script), [20, 20]);
    });

    it("uses nine tenths of OPA's limit, read from its own headers", async () => {
        const service = new Limited({ limit: 100, latencyMs: 100, style: "opa" });
        const script = new Script((request) =>
            request.path.endsWith("/service_token") ? opaToken : service.answer(request),
        );
        const { send, teamPath } = openOpa(
            { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" },
            script.conditions(),
        );

        await many(send, 100, { method: "GET", path: `${teamPath}/groups` });

        assert.equal(service.refused, 0);
        assert.deepEqual(perMinute(script), [91, 10]);
    });

    it("never has more in flight than its cap", async () => {
        const script = new Script(() => ({ status: 200, afterMs: 50 }));
        let [inFlight, most] = [0, 0];
        const network = () => async (request: ApiRequest) => {
            inFlight += 1;
            most = Math.max(most, inFlight);
            return script.send(request).finally(() => {
                inFlight -= 1;
            });
        };

        await many(okta(script, { network }), 100);

        assert.equal(most, 10);
    });

    it("doesn't wait for another bucket's limit", async () => {
        const service = new Limited({ limit: 10, bucketOf: ({ path }) => path });
        const script = new Script(service.answer);
        const send = okta(script);

        await settled(clock, Promise.all([...Array(15).fill(groups), ...Array(5).fill(users)].map((one) => send(one))));

        const usersAt = script.conversation.filter((line) => line.includes("users")).map(Number.parseFloat);
        assert.deepEqual(usersAt, [0, 0, 0, 0, 0]);
    });

    for (const aheadMs of [0, 3_600_000, -400_300]) {
        it(`is refused by no window after the first when the service's clock is ${aheadMs / 1000} s ahead`, async () => {
            const service = new Limited({ limit: 30, latencyMs: 35, aheadMs });
            const script = new Script(service.answer);

            await many(okta(script, { retry: patient }, { share: 1 }), 150);

            assert.equal(service.refused, 0);
            assert.equal(service.accepted, 150);
            assert.ok(clock.now - startMs < 4.1 * 61_000, `${clock.now - startMs} ms`);
        });
    }

    it("waits a 429 out once for all that wait, by its reset against its own Date", async () => {
        const refused: Answer = {
            status: 429,
            headers: {
                date: new Date(startMs - 100_000).toUTCString(),
                "x-rate-limit-limit": "10",
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": `${(startMs - 100_000) / 1000 + 20}`,
            },
        };
        const script = new Script((_request, number) => (number <= 2 ? refused : { status: 200 }));

        await many(okta(script), 3, { ...groups, method: "POST" });

        assert.deepEqual(
            script.conversation.map((line) => line.replace(" POST /api/v1/groups", "")),
            ["0s -> 429", "0s -> 429", "0s -> 200", "21s -> 200", "21s -> 200"],
        );
        assert.equal(script.said.length, 1);
    });

    it("obeys OPA's three ways to say when, in their order", async () => {
        const date = new Date(startMs).toUTCString();
        const at = (seconds: number) => `${startMs / 1000 + seconds}`;
        const ways: [Record<string, string>, number][] = [
            [{ "x-ratelimit-retry-at": at(5), "retry-after": "9", "x-ratelimit-reset": at(12) }, 6],
            [{ "retry-after": "9", "x-ratelimit-reset": at(12) }, 10],
            [{ "x-ratelimit-reset": at(12) }, 13],
            [{}, 10],
            [{ "x-ratelimit-reset": at(-12) }, 10],
        ];

        for (const [headers, seconds] of ways) {
            const script = new Script([opaToken, { status: 429, headers: { date, ...headers } }, { status: 200 }]);
            clock.setSystemTime(startMs);
            const { send } = openOpa(
                { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" },
                script.conditions(),
            );
            await settled(clock, send({ method: "GET", path: "/v1/teams/acme/groups" }));

            assert.equal(script.conversation.at(-1), `${seconds}s GET /v1/teams/acme/groups -> 200`);
        }
    });

    it("goes on with fewer at once after Okta's refusal for too many at once, and with more later", async () => {
        let inFlight = 0;
        const script = new Script(() => {
            // The reset of such a refusal is only a suggestion.
            const reset = `${startMs / 1000 + 60}`;
            const headers = { "x-rate-limit-limit": "0", "x-rate-limit-remaining": "0", "x-rate-limit-reset": reset };
            return inFlight > 4 ? { status: 429, headers, afterMs: 20 } : { status: 200, afterMs: 20 };
        });
        const network = () => async (request: ApiRequest) => {
            inFlight += 1;
            return script.send(request).finally(() => {
                inFlight -= 1;
            });
        };

        const answers = await many(okta(script, { network }), 60);

        assert.ok(answers.every(({ status }) => status === 200));
        assert.ok(clock.now - startMs < 10_000, `${clock.now - startMs} ms`);
        assert.ok(refusals(script) < 20, `${refusals(script)} of ${script.requests.length}`);
    });

    it("says once what all wait for, and until when, although late answers correct the time", async () => {
        const service = new Limited({ limit: 20 });
        const script = new Script((request, number) => {
            const { date: _, ...headers } = (service.answer(request) as { headers: Record<string, string> }).headers;
            return { status: 200, headers, afterMs: (11 - number) * 170 };
        });

        await many(okta(script), 15);

        assert.equal(script.said.length, 1);
        assert.match(
            script.said[0] ?? "",
            /^okta: waiting 6[01] s for the rate limit of \/api\/v1\/groups \(until \d\d:\d\d:\d\d\)$/,
        );
    });

    it("fails at once when its turn would come after its deadline", async () => {
        const script = new Script(new Limited({ limit: 2 }).answer);
        const retry = { ...defaultRetryPolicy, deadlineMs: 30_000 };
        const send = okta(script, { retry });
        await settled(clock, send(groups));

        await assert.rejects(settled(clock, send(groups)), {
            kind: "rate-limited",
            mayHaveHappened: false,
            message:
                /^The calls permitted in \/api\/v1\/groups leave no room for this one until \d\d:\d\d:\d\d, after its deadline/,
        });
        assert.equal(clock.now, startMs);
    });

    it("stops waiting when the run is over, and sends nothing more", async () => {
        const script = new Script(new Limited({ limit: 2 }).answer);
        const send = okta(script, { runIsOver: async () => clock.now > startMs + 8_000 });
        await settled(clock, send(groups));

        await assert.rejects(settled(clock, send(groups)), {
            message: /^The run was interrupted/,
            mayHaveHappened: false,
        });
        assert.equal(script.requests.length, 1);
        assert.equal(clock.now, startMs + 9_000);
    });
});

const patient = { ...defaultRetryPolicy, deadlineMs: 3_600_000 };

const opaToken: Answer = {
    status: 200,
    body: {
        bearer_token: "bearer-of-the-test",
        expires_at: new Date(startMs + 86_400_000).toISOString(),
        team_name: "acme",
    },
};
