import assert from "node:assert/strict";
import { Budget } from "../../resources/http/pace/budget";

/** A budget of which `inFlight` calls are under way. */
function budget(share: number, inFlight: number): Budget {
    const made = new Budget(share);
    for (let call = 0; call < inFlight; call += 1) made.take();
    return made;
}

const never = Number.POSITIVE_INFINITY;

describe("a budget", () => {
    it("is open until the service has named a limit", () => {
        assert.equal(budget(0.5, 100).opensAtMs(7), 7);
    });

    it("closes at its share of the limit, until a second after the window's end", () => {
        const half = budget(0.5, 1);

        half.settle(1, { limit: 600, remaining: 300, resetMs: 60_000, endsAtMs: 60_000 }, 0);

        assert.equal(half.opensAtMs(0), 61_000);
        assert.equal(half.opensAtMs(61_000), 61_000);
    });

    it("counts calls in flight as used, and waits for their answers", () => {
        const whole = budget(1, 3);

        whole.settle(1, { limit: 10, remaining: 2, resetMs: 60_000, endsAtMs: 60_000 }, 0);

        assert.equal(whole.opensAtMs(0), never);
        whole.settle(1, { limit: 10, remaining: 2, resetMs: 60_000, endsAtMs: 60_000 }, 0);
        assert.equal(whole.opensAtMs(0), 0);
    });

    it("takes the lowest count of a window, since answers overtake each other", () => {
        const whole = budget(1, 2);

        whole.settle(1, { limit: 10, remaining: 0, resetMs: 60_000, endsAtMs: 60_000 }, 0);
        whole.settle(1, { limit: 10, remaining: 5, resetMs: 60_000, endsAtMs: 60_000 }, 0);

        assert.equal(whole.opensAtMs(0), 61_000);
    });

    it("ignores a late answer of an earlier window, and believes a new one", () => {
        const whole = budget(1, 3);

        whole.settle(1, { limit: 10, remaining: 0, resetMs: 60_000, endsAtMs: 60_000 }, 0);
        whole.settle(1, { limit: 10, remaining: 9, resetMs: 120_000, endsAtMs: 120_000 }, 60_500);
        whole.settle(1, { limit: 10, remaining: 0, resetMs: 60_000, endsAtMs: 60_000 }, 60_500);

        assert.equal(whole.opensAtMs(60_500), 60_500);
    });

    it("waits once more when the old window answers after its reckoned end", () => {
        const whole = budget(1, 2);
        whole.settle(1, { limit: 10, remaining: 5, resetMs: 60_000, endsAtMs: 60_000 }, 0);

        whole.settle(1, { limit: 10, remaining: 0, resetMs: 60_000, endsAtMs: 60_500 }, 61_200);

        assert.equal(whole.opensAtMs(61_200), 62_200);
    });

    it("counts a call without an answer as used", () => {
        const whole = budget(1, 2);
        whole.settle(1, { limit: 10, remaining: 1, resetMs: 60_000, endsAtMs: 60_000 }, 0);

        whole.settle(1, undefined, 0);

        assert.equal(whole.opensAtMs(0), 61_000);
    });

    it("forgets a call without an answer once a later one has been answered, since that tells of both", () => {
        const whole = budget(1, 2);
        whole.settle(1, { limit: 10, remaining: 9, resetMs: 60_000, endsAtMs: 60_000 }, 0);
        whole.settle(2, undefined, 0);
        assert.equal(`${whole}`, "8 of 10");

        whole.settle(whole.take(), { limit: 10, remaining: 7, resetMs: 60_000, endsAtMs: 60_000 }, 0);

        assert.equal(`${whole}`, "7 of 10");
    });

    it("gives at least one call of the smallest limit", () => {
        const half = budget(0.5, 1);

        half.settle(1, { limit: 1, remaining: 1, resetMs: 60_000, endsAtMs: 60_000 }, 0);

        assert.equal(half.opensAtMs(0), 0);
    });
});
