import assert from "node:assert/strict";
import sinon from "sinon";
import { batchedRead } from "../../resources/lifecycle/shared/batched-read";
import { sharedRead } from "../../resources/lifecycle/shared/shared-read";

describe("what is asked for at the same moment", () => {
    afterEach(() => sinon.restore());

    it("is one request, though one asks a few steps of its program later", async () => {
        const asked: (readonly string[])[] = [];
        const read = batchedRead(10, async (_connection: object, keys) => {
            asked.push(keys);
            return new Map(keys.map((key) => [key, key]));
        });
        const connection = {};
        const later = async () => {
            for (let step = 0; step < 50; step += 1) await undefined;
            return read(connection, ["second"]);
        };

        await Promise.all([read(connection, ["first"]), later()]);

        assert.deepEqual(asked, [["first", "second"]]);
    });

    it("is asked again for one who needs an answer that was asked for later, though no time has passed", async () => {
        sinon.useFakeTimers({ toFake: ["Date", "performance"] });
        let count = 0;
        const read = sharedRead(1000, async (_connection: object) => ++count);
        const connection = {};

        assert.deepEqual([await read(connection), await read(connection)], [1, 1]);
        assert.equal(await read.within(0)(connection), 2);
    });
});
