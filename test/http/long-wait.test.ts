import assert from "node:assert/strict";
import sinon from "sinon";
import { defaultRetryPolicy } from "../../resources/http/retry/retrying";
import { Limited } from "./support/limited";
import { groups, many, pacedOkta } from "./support/paced-calls";
import { fakeTime, Script, settled, startMs } from "./support/script";

describe("a long wait for the rate limit", () => {
    let clock: sinon.SinonFakeTimers;

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    it("says once what all wait for, and until when, although late answers correct the time", async () => {
        const service = new Limited({ limit: 20 });
        const script = new Script((request, number) => {
            const { date: _, ...headers } = (service.answer(request) as { headers: Record<string, string> }).headers;
            return { status: 200, headers, afterMs: (11 - number) * 170 };
        });

        await many(clock, pacedOkta(script, {}, { share: 0.5 }), 15);

        assert.equal(script.said.length, 1);
        assert.match(
            script.said[0] ?? "",
            /^okta: waiting 6[01] s for the rate limit of \/api\/v1\/groups \(until \d\d:\d\d:\d\d\)$/,
        );
    });

    it("fails at once when its turn would come after its deadline", async () => {
        const script = new Script(new Limited({ limit: 2 }).answer);
        const retry = { ...defaultRetryPolicy, deadlineMs: 30_000 };
        const send = pacedOkta(script, { retry });
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
        const send = pacedOkta(script, { runIsOver: async () => clock.now > startMs + 8_000 });
        await settled(clock, send(groups));

        await assert.rejects(settled(clock, send(groups)), {
            message: /^The run was interrupted/,
            mayHaveHappened: false,
        });
        assert.equal(script.requests.length, 1);
        assert.equal(clock.now, startMs + 9_000);
        await assert.rejects(settled(clock, send(groups)), { message: /^The run was interrupted/ });
        assert.equal(clock.now, startMs + 10_000);
    });
});
