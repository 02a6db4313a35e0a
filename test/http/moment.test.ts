import assert from "node:assert/strict";
import sinon from "sinon";
import { earliest, msSince, now } from "../../resources/http/time/clock";

describe("the time since a moment", () => {
    afterEach(() => sinon.restore());

    it("is not shortened by a clock that is set back", () => {
        const clock = sinon.useFakeTimers({ now: 3_600_000, toFake: ["Date", "performance"] });
        const moment = now();
        clock.tick(12_000);
        clock.setSystemTime(0);

        assert.equal(msSince(moment), 12_000);
    });

    it("goes on while the machine sleeps, when only the time of day does", () => {
        const clock = sinon.useFakeTimers({ now: 3_600_000, toFake: ["Date", "performance"] });
        const moment = now();
        clock.setSystemTime(3_600_000 + 45_000);

        assert.equal(msSince(moment), 45_000);
    });

    it("counts from the earliest of several, and without any is endless", () => {
        const one = { timeMs: 1_000, steadyMs: 9 };
        const other = { timeMs: 2_000, steadyMs: 3 };

        assert.deepEqual(earliest([one, other]), { timeMs: 1_000, steadyMs: 3 });
        assert.equal(msSince(earliest([])), Number.POSITIVE_INFINITY);
    });
});
