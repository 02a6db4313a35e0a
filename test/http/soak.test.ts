import assert from "node:assert/strict";
import { soak } from "./support/soak";

describe("a soak of 20,000 calls, one in twenty failing", () => {
    const base = { calls: 20_000, faultRate: 0.05 };

    for (const seed of [1, 2, 3]) {
        it(`is refused by no limit after the first window, loses and doubles nothing, and uses 95 % of what it may (seed ${seed})`, async () => {
            const { used, ...figures } = await soak({ ...base, seed });

            assert.deepEqual([figures.refusedLater, figures.lost, figures.doubled, figures.failed], [0, 0, 0, 0]);
            assert.ok(figures.mostInFlight <= 10, `${figures.mostInFlight} in flight`);
            assert.ok(
                Object.values(figures.faults).every((times) => times > 100),
                JSON.stringify(figures.faults),
            );
            for (const [bucket, part] of Object.entries(used))
                assert.ok(part >= 0.95 && part <= 1.01, `${bucket}: ${part}`);
        });
    }

    it("is refused by no limit after the first window even when it may use the whole", async () => {
        const { used, ...figures } = await soak({ ...base, seed: 4, share: 1 });

        assert.deepEqual([figures.refusedLater, figures.lost, figures.doubled, figures.failed], [0, 0, 0, 0]);
        for (const [bucket, part] of Object.entries(used)) assert.ok(part >= 0.95, `${bucket}: ${part}`);
    });

    it("shares its part with a second process that it does not know of", async () => {
        const { used, ...figures } = await soak({ ...base, seed: 5, processes: 2 });

        assert.deepEqual([figures.refusedLater, figures.lost, figures.doubled, figures.failed], [0, 0, 0, 0]);
        for (const [bucket, part] of Object.entries(used)) assert.ok(part <= 1.2, `${bucket}: ${part}`);
    });

    it("loses and doubles nothing when two processes want the whole limit each, and some are refused", async () => {
        const { used, ...figures } = await soak({ ...base, seed: 6, processes: 2, share: 1 });

        assert.deepEqual([figures.lost, figures.doubled, figures.failed], [0, 0, 0]);
        assert.ok(
            figures.refusedLater > 0 && figures.refusedLater < 0.05 * figures.requests,
            `${figures.refusedLater}`,
        );
        for (const [bucket, part] of Object.entries(used)) assert.ok(part >= 0.9, `${bucket}: ${part}`);
    });
});
