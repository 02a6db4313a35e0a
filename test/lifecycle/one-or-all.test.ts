import assert from "node:assert/strict";
import sinon from "sinon";
import { oneOrAll } from "../../resources/lifecycle/shared/one-or-all";

describe("the list of all things", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = sinon.useFakeTimers({ toFake: ["Date", "performance"] });
    });
    afterEach(() => sinon.restore());

    it("is cheaper for more things than it has pages, of which it counts for two until it was read", () => {
        const things = oneOrAll<object>();
        const [connection, other] = [{}, {}];

        const isCheaper = () => [2, 3, 5, 6].map((count) => things.isAllCheaper(connection, count));

        assert.deepEqual(isCheaper(), [false, true, true, true]);
        things.listed(connection, 5);
        assert.deepEqual(isCheaper(), [false, false, false, true]);
        assert.equal(things.isAllCheaper(other, 3), true, "another connection has another list");
    });

    it("is cheaper for those that are asked for one by one, as long as that was lately", () => {
        const things = oneOrAll<object>();
        const connection = {};
        const next = () => things.isAllCheaperLately(connection, 1000);

        assert.deepEqual([next(), next()], [false, false]);
        clock.tick(999);
        assert.equal(next(), true);
        clock.tick(1);
        assert.equal(next(), false, "two are a second old by now");
        assert.equal(next(), true);
    });
});
