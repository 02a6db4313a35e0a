import assert from "node:assert/strict";
import sinon from "sinon";
import { defaultRetryPolicy } from "../../resources/http/retry/retrying";
import type { ApiRequest } from "../../resources/http/send";
import { Limited } from "./support/limited";
import { groups, many, opaToken, pacedOkta, pacedOpa } from "./support/paced-calls";
import { fakeTime, Script, settled, startMs } from "./support/script";

const patient = { ...defaultRetryPolicy, deadlineMs: 3_600_000 };
const users: ApiRequest = { method: "GET", path: "/api/v1/users" };

describe("a paced call", () => {
    let clock: sinon.SinonFakeTimers;

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    /** How many calls each minute of the conversation saw. */
    function perMinute({ conversation }: Script): number[] {
        const minutes: number[] = [];
        for (const line of conversation) {
            const minute = Math.floor(Number.parseFloat(line) / 61);
            minutes[minute] = (minutes[minute] ?? 0) + 1;
        }
        return minutes;
    }

    it("waits before the limit, leaving a tenth of what the token has", async () => {
        const service = new Limited({ limit: 100, latencyMs: 100 });
        const script = new Script(service.answer);

        await many(clock, pacedOkta(script), 200);

        assert.deepEqual(perMinute(script), [90, 90, 20]);
        assert.equal(service.refused, 0);
    });

    it("counts what others use of the same limit", async () => {
        const service = new Limited({ limit: 100, latencyMs: 100 });
        const script = new Script(service.answer);
        service.others(30);

        await many(clock, pacedOkta(script), 120);

        assert.deepEqual(perMinute(script), [60, 60]);
    });

    it("uses nine tenths of OPA's limit, read from its own headers", async () => {
        const service = new Limited({ limit: 100, latencyMs: 100, style: "opa" });
        const script = new Script((request) =>
            request.path.endsWith("/service_token") ? opaToken : service.answer(request),
        );
        const { send, teamPath } = pacedOpa(script);

        await many(clock, send, 100, { method: "GET", path: `${teamPath}/groups` });

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

        await many(clock, pacedOkta(script, { network }), 100);

        assert.equal(most, 10);
    });

    it("doesn't wait for another bucket's limit", async () => {
        const service = new Limited({ limit: 10, bucketOf: ({ path }) => path });
        const script = new Script(service.answer);
        const send = pacedOkta(script);

        await settled(clock, Promise.all([...Array(15).fill(groups), ...Array(5).fill(users)].map((one) => send(one))));

        const usersAt = script.conversation.filter((line) => line.includes("users")).map(Number.parseFloat);
        assert.deepEqual(usersAt, [0, 0, 0, 0, 0]);
    });

    for (const aheadMs of [0, 3_600_000, -400_300]) {
        it(`is refused by no window after the first when the service's clock is ${aheadMs / 1000} s ahead`, async () => {
            const service = new Limited({ limit: 30, latencyMs: 35, aheadMs });
            const script = new Script(service.answer);

            await many(clock, pacedOkta(script, { retry: patient }, { share: 1 }), 150);

            assert.equal(service.refused, 0);
            assert.equal(service.accepted, 150);
            assert.ok(clock.now - startMs < 4.1 * 61_000, `${clock.now - startMs} ms`);
        });
    }
});
