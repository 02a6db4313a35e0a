import assert from "node:assert/strict";
import { ApiFailure, type FailureDetails } from "../../resources/http/failure/api-failure";
import { NotSent } from "../../resources/http/failure/not-sent";
import { defaultRetryPolicy, delayAfter } from "../../resources/http/retry/retrying";
import type { ApiRequest } from "../../resources/http/send";

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

    it("is left to the budget after a 429, and ends when the budget itself refuses", () => {
        assert.equal(delay(1, { kind: "rate-limited", status: 429 }), 0);
        assert.equal(delay(10, { kind: "rate-limited", status: 429 }), undefined);
        const refusedByBudget = new NotSent(get, "rate-limited", "too late");
        assert.equal(delayAfter(1, get, refusedByBudget, defaultRetryPolicy, 0.5), undefined);
    });
});
