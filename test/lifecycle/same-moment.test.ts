import assert from "node:assert/strict";
import sinon from "sinon";
import { batchedRead, inOneQuery } from "../../resources/lifecycle/shared/batched-read";
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

describe("keys that go into one query", () => {
    const partsOf = inOneQuery((key) => `id eq "${key}"`);
    /** Characters of the query in the form that is sent. */
    const lengthOf = (keys: readonly string[]) =>
        encodeURIComponent(keys.map((key) => `id eq "${key}"`).join(" or ")).length;
    const keysOf = (count: number) => Array.from({ length: count }, (_, index) => String(index).padStart(20, "0"));

    it("are none when nothing is asked for", () => {
        assert.deepEqual(partsOf([]), []);
    });

    it("are as many as fit, in their order, and each is in one", () => {
        const keys = keysOf(200);

        const parts = partsOf(keys);

        assert.deepEqual(parts.flat(), keys);
        assert.ok(parts.every((part) => lengthOf(part) <= 4000));
        for (const [index, part] of parts.slice(1).entries()) {
            const withNext = [...(parts[index] ?? []), part[0] ?? ""];
            assert.ok(lengthOf(withNext) > 4000 - " or ".length * 3, "the one before had room for it");
        }
    });

    it("are all in one part up to the last character that fits", () => {
        const oneOf = (key: string) => encodeURIComponent(` or id eq "${key}"`).length;
        const [first = ""] = keysOf(1);
        const fill = "x".repeat(4000 - oneOf(first) - oneOf(""));

        assert.deepEqual(partsOf([first, fill]), [[first, fill]]);
        assert.deepEqual(partsOf([first, `${fill}x`]), [[first], [`${fill}x`]]);
    });

    it("are one alone when it is longer than a query may be", () => {
        const long = "x".repeat(5000);

        assert.deepEqual(partsOf([long, "a"]), [[long], ["a"]]);
    });
});
