import assert from "node:assert/strict";
import { ApiFailure } from "../../resources/http/api-failure";
import { onFreshLook } from "../../resources/lifecycle/on-fresh-look";

const heldBack = () => new ApiFailure({ kind: "rate-limited", said: "No room", method: "PUT", path: "/a" });

describe("a write that rests on a look", () => {
    it("is made once when nothing holds it back", async () => {
        const calls: string[] = [];

        const result = await onFreshLook(
            {},
            async () => calls.push("look"),
            async (seen) => `written after ${seen}`,
        );

        assert.deepEqual([result, calls], ["written after 1", ["look"]]);
    });

    it("is made after a new look when the rate limit held it back", async () => {
        let looks = 0;

        const result = await onFreshLook(
            {},
            async () => ++looks,
            async (seen) => {
                if (seen < 3) throw heldBack();
                return seen;
            },
        );

        assert.equal(result, 3);
    });

    it("is looked for again one at a time, so that looks do not use up what the writes need", async () => {
        const connection = {};
        let lookingAgain = 0;
        let most = 0;
        const one = () => {
            let tries = 0;
            return onFreshLook(
                connection,
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

    it("fails as it did when it is held back again and again", async () => {
        let looks = 0;
        const failure = heldBack();

        const held = onFreshLook(
            {},
            async () => ++looks,
            () => Promise.reject(failure),
        );

        await assert.rejects(held, failure);
        assert.equal(looks, 4);
    });

    it("is not tried again when the look itself fails, nor for another failure of the write", async () => {
        let looks = 0;
        const failing = onFreshLook(
            {},
            async () => {
                looks += 1;
                throw heldBack();
            },
            async () => undefined,
        );
        await assert.rejects(failing, /No room/);

        const refused = onFreshLook(
            {},
            async () => ++looks,
            () => Promise.reject(new Error("refused")),
        );
        await assert.rejects(refused, /refused/);

        assert.equal(looks, 2);
    });
});
