import assert from "node:assert/strict";
import { ApiFailure } from "../../resources/http/failure/api-failure";
import { Outdated } from "../../resources/http/failure/not-sent";
import { fresh, onFreshLook } from "../../resources/lifecycle/waiting/read-then-write";

const heldBack = () => new Outdated({ method: "PUT", path: "/a" }, 11_000);

const unanswered = (method: string, status?: number) =>
    new ApiFailure({ kind: "unavailable", said: "Nobody knows", method, path: "/a", ...(status ? { status } : {}) });

/** A connection, and after how many tries it paused. */
function connection(tries = Number.POSITIVE_INFINITY) {
    const pauses: number[] = [];
    return {
        pauses,
        pause: async (number: number, failure: ApiFailure) => {
            if (number >= tries) throw failure;
            pauses.push(number);
        },
    };
}

describe("a write that rests on a look", () => {
    it("is made once when nothing holds it back", async () => {
        const calls: string[] = [];

        const result = await onFreshLook(
            connection(),
            async () => calls.push("look"),
            async (seen) => `written after ${seen}`,
        );

        assert.deepEqual([result, calls], ["written after 1", ["look"]]);
    });

    it("is made after a new look, at once, when it was held back until the look was too old", async () => {
        const to = connection();
        let looks = 0;

        const result = await onFreshLook(
            to,
            async () => ++looks,
            async (seen) => {
                if (seen < 3) throw heldBack();
                return seen;
            },
        );

        assert.deepEqual([result, to.pauses], [3, []]);
    });

    for (const [what, failure] of [
        ["has no answer", unanswered("DELETE")],
        ["is answered 503", unanswered("DELETE", 503)],
        ["is answered 200 in the words of another program", unanswered("DELETE", 200)],
    ] as const) {
        it(`is made after a pause and a new look when it deletes and ${what}`, async () => {
            const steps: string[] = [];

            await onFreshLook(
                { pause: async () => void steps.push("pause") },
                async () => steps.push("look"),
                async () => {
                    steps.push("write");
                    if (steps.length < 4) throw failure;
                },
            );

            assert.deepEqual(steps, ["look", "write", "pause", "look", "write"]);
        });
    }

    it("is not repeated when the new look shows that it has been done", async () => {
        let isThere = true;
        const writes: string[] = [];

        await onFreshLook(
            connection(),
            async () => isThere,
            async (seen) => {
                if (!seen) return;
                writes.push("DELETE");
                isThere = false;
                throw unanswered("DELETE");
            },
        );

        assert.deepEqual(writes, ["DELETE"]);
    });

    it("fails as it did when it may have happened, again and again", async () => {
        const failure = unanswered("DELETE", 503);
        let looks = 0;

        const deleting = onFreshLook(
            connection(3),
            async () => ++looks,
            () => Promise.reject(failure),
        );

        await assert.rejects(deleting, failure);
        assert.equal(looks, 3);
    });

    it("is looked for again one at a time, so that looks do not use up what the writes need", async () => {
        const to = connection();
        let lookingAgain = 0;
        let most = 0;
        const one = () => {
            let tries = 0;
            return onFreshLook(
                to,
                async () => {
                    tries += 1;
                    if (tries > 1) most = Math.max(most, ++lookingAgain);
                    await new Promise(setImmediate);
                },
                async () => {
                    if (tries === 1) throw heldBack();
                    lookingAgain -= 1;
                },
            );
        };

        await Promise.all(Array.from({ length: 20 }, one));

        assert.equal(most, 1);
    });

    it("queues behind those that look again, and goes at once when there are none any more", async () => {
        const to = connection();
        const order: string[] = [];
        let release = () => {};
        const held = new Promise<void>((resolve) => {
            release = resolve;
        });
        let tries = 0;
        const first = onFreshLook(
            to,
            async () => {
                tries += 1;
                if (tries === 2) await held;
            },
            async () => {
                if (tries === 1) throw heldBack();
                order.push("first");
            },
        );
        await new Promise(setImmediate);

        const second = onFreshLook(
            to,
            async () => undefined,
            async () => order.push("second"),
        );
        await new Promise(setImmediate);
        release();
        await Promise.all([first, second]);
        await onFreshLook(
            to,
            async () => order.push("third"),
            async () => undefined,
        );

        assert.deepEqual(order, ["first", "second", "third"]);
    });

    it("is looked for side by side with others as long as none is repeated, also once that is over", async () => {
        const to = connection();
        let tries = 0;
        await onFreshLook(
            to,
            async () => ++tries,
            async (seen) => {
                if (seen === 1) throw heldBack();
            },
        );
        const looking: (() => void)[] = [];
        const one = () =>
            onFreshLook(
                to,
                () => new Promise<void>((done) => void looking.push(done)),
                async () => undefined,
            );

        const both = Promise.all([one(), one()]);
        await new Promise(setImmediate);

        assert.equal(looking.length, 2);
        for (const done of looking) done();
        await both;
    });

    it("leaves 10 s after the look at most", () => {
        const seenAt = { timeMs: 1, steadyMs: 2 };

        assert.deepEqual(fresh(seenAt), { seenAt, freshMs: 10_000 });
    });

    it("fails as it did when it is held back again and again", async () => {
        let looks = 0;
        const failure = heldBack();

        const held = onFreshLook(
            connection(),
            async () => ++looks,
            () => Promise.reject(failure),
        );

        await assert.rejects(held, failure);
        assert.equal(looks, 5);
    });

    it("is not tried again when the look itself fails, nor for another failure of the write", async () => {
        let looks = 0;
        const failing = onFreshLook(
            connection(),
            async () => {
                looks += 1;
                throw heldBack();
            },
            async () => undefined,
        );
        await assert.rejects(failing, Outdated);

        for (const failure of [new Error("refused"), unanswered("PUT", 503)]) {
            const refused = onFreshLook(
                connection(),
                async () => ++looks,
                () => Promise.reject(failure),
            );
            await assert.rejects(refused, failure);
        }

        assert.equal(looks, 3);
    });
});
