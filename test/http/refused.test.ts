import assert from "node:assert/strict";
import sinon from "sinon";
import type { ApiRequest } from "../../resources/http/send";
import { groups, many, opaToken, pacedOkta, pacedOpa } from "./support/paced-calls";
import { type Answer, fakeTime, Script, settled, startMs } from "./support/script";

describe("a call refused for the rate", () => {
    let clock: sinon.SinonFakeTimers;

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    const refusals = ({ conversation }: Script) => conversation.filter((line) => line.endsWith("429")).length;

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

        await many(clock, pacedOkta(script), 3, { ...groups, method: "POST" });

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
            const { send } = pacedOpa(script);
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

        const answers = await many(clock, pacedOkta(script, { network }), 60);

        assert.ok(answers.every(({ status }) => status === 200));
        assert.ok(clock.now - startMs < 10_000, `${clock.now - startMs} ms`);
        assert.ok(refusals(script) < 20, `${refusals(script)} of ${script.requests.length}`);
    });
});
