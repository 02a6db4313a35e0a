import assert from "node:assert/strict";
import { limits } from "./support/soak-rates";
import { tenantSoak } from "./support/tenant-soak";

describe("a soak of 20,000 calls through a tenant, one in twenty going wrong", () => {
    it("is refused by no limit after the first window, loses and doubles nothing, and uses 95 % of what it may", async function () {
        // Every call is a real one over a port: half a minute of work, minutes on a busy machine.
        this.timeout(600_000);

        const { used, ...figures } = await tenantSoak({
            oktaCalls: 10_000,
            opaCalls: 10_000,
            faultRate: 0.05,
            seed: 1,
        });

        assert.deepEqual(figures.failed, []);
        assert.deepEqual([figures.refusedLater, figures.lost, figures.doubled], [0, 0, 0]);
        assert.ok(figures.mostInFlight <= 10, `${figures.mostInFlight} in flight`);
        assert.ok(figures.writes > 4_000, `${figures.writes} writes`);
        const { "tokens expired": tokens = 0, ...faults } = figures.faults;
        assert.ok(tokens > 2 && Object.values(faults).every((times) => times > 70), JSON.stringify(figures.faults));
        assert.deepEqual(Object.keys(used), [...Object.keys(limits.oktaBuckets), "OPA"]);
        const parts = Object.values(used);
        assert.ok(parts.reduce((sum, part) => sum + part, 0) / parts.length >= 0.95, JSON.stringify(used));
        // In the smallest bucket a single call whose fate stays unknown is four in a hundred.
        assert.ok(
            parts.every((part) => part >= 0.94 && part <= 1.01),
            JSON.stringify(used),
        );
    });
});
