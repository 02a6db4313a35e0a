import assert from "node:assert/strict";
import { ApiFailure, type FailureDetails } from "../../resources/http/failure/api-failure";
import { NotSent } from "../../resources/http/failure/not-sent";
import { defaultRetryPolicy, delayAfter, pausing, type Retrying, retrying } from "../../resources/http/retry/retrying";
import type { ApiRequest } from "../../resources/http/send";
import { systemClock } from "../../resources/http/time/clock";
import { RunOver } from "../../resources/http/time/wait";

const get: ApiRequest = { method: "GET", path: "/things" };

describe("the delay before another try", () => {
    const failure = (details: Partial<FailureDetails>) =>
        new ApiFailure({ kind: "unavailable", said: "", method: "GET", path: "/", status: 503, ...details });
    const delay = (attempt: number, details: Partial<FailureDetails> = {}, request = get) =>
        delayAfter(attempt, request, failure(details), defaultRetryPolicy, 0.5);

    it("doubles, up to the longest, and ends with the last try", () => {
        assert.deepEqual(
            [1, 2, 3, 4, 5].map((attempt) => delay(attempt)),
            [500, 1_000, 2_000, 4_000, undefined],
        );
    });

    it("is none after a 2xx, whatever became of its body", () => {
        assert.equal(delay(1, { status: 200 }), undefined);
        assert.equal(delay(1, { status: 204 }, { method: "PUT", path: "/" }), undefined);
    });

    it("is none after a refusal, whatever is asked for", () => {
        for (const kind of ["rejected", "forbidden", "not-found", "conflict"] as const) {
            assert.equal(delay(1, { kind, status: 400 }), undefined, kind);
        }
    });

    it("is none for a deletion that rests on a look and may have happened, which is to be looked at again", () => {
        const deletion: ApiRequest = { method: "DELETE", path: "/things/1" };
        const restsOn = { seenAt: { timeMs: 0, steadyMs: 0 }, freshMs: 1_000 };

        assert.equal(delay(1, { mayHaveHappened: true }, { ...deletion, restsOn }), undefined);
        assert.equal(delay(1, { mayHaveHappened: false }, { ...deletion, restsOn }), 500);
        assert.equal(delay(1, { mayHaveHappened: true }, deletion), 500);
        assert.equal(delay(1, { mayHaveHappened: true }, { ...deletion, method: "PUT", restsOn }), 500);
    });

    it("is left to the budget after a 429, and ends when the budget itself refuses", () => {
        assert.equal(delay(1, { kind: "rate-limited", status: 429 }), 0);
        assert.equal(delay(10, { kind: "rate-limited", status: 429 }), undefined);
        const refusedByBudget = new NotSent(get, "rate-limited", "too late");
        assert.equal(delayAfter(1, get, refusedByBudget, defaultRetryPolicy, 0.5), undefined);
    });
});

describe("the pause before something is done again on a new look", () => {
    const gone = new ApiFailure({ kind: "unavailable", said: "", method: "DELETE", path: "/things/1", status: 503 });
    const pause = (wait: Retrying["wait"]) =>
        pausing({ policy: defaultRetryPolicy, clock: systemClock, random: () => 0.5, wait });

    it("is as long as one before another try, and ends with the last", async () => {
        const waits: [number, string | undefined][] = [];
        const wait: Retrying["wait"] = async (delayMs, what) => void waits.push([delayMs, what]);

        for (const tries of [1, 2]) await pause(wait)(tries, gone);
        await assert.rejects(pause(wait)(5, gone), (thrown) => thrown === gone);

        const what = "another try of DELETE /things/1";
        assert.deepEqual(waits, [
            [500, what],
            [1_000, what],
        ]);
    });

    it("ends with the run, and tells what was not sent then", async () => {
        const ended = pause(() => Promise.reject(new RunOver()))(1, gone);
        await assert.rejects(ended, (thrown) => {
            assert.ok(thrown instanceof NotSent);
            const { method, path } = thrown.details;
            assert.deepEqual({ method, path }, { method: "DELETE", path: "/things/1" });
            return true;
        });
        const failed = pause(() => Promise.reject(new Error("a fault of ours")))(1, gone);
        await assert.rejects(failed, /^Error: a fault of ours$/);
    });
});

describe("the last try of a call", () => {
    it("may begin at the very end of its time, and not after it", async () => {
        const triesWithin = async (deadlineMs: number) => {
            let [nowMs, tries] = [0, 0];
            const clock = { ...systemClock, nowMs: () => nowMs };
            const wait: Retrying["wait"] = async (delayMs) => {
                nowMs += delayMs;
            };
            const send = retrying(
                async ({ method, path }) => {
                    tries += 1;
                    throw new ApiFailure({ kind: "unavailable", said: "", method, path, status: 503 });
                },
                { policy: { ...defaultRetryPolicy, deadlineMs }, clock, wait, random: () => 0.5 },
            );
            await assert.rejects(send(get));
            return tries;
        };

        assert.deepEqual([await triesWithin(1_499), await triesWithin(1_500)], [2, 3]);
    });
});
