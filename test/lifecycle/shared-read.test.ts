import { strict as assert } from "node:assert";
import fc from "fast-check";
import sinon from "sinon";
import { ApiFailure, type FailureKind } from "../../resources/http/failure/api-failure";
import { batchedRead } from "../../resources/lifecycle/shared/batched-read";
import { sharedRead } from "../../resources/lifecycle/shared/shared-read";

/** A question whose askings are answered one by one, by hand. */
function question(freshMs: number) {
    const askings: { answer: (value: string) => void; fail: (reason: Error) => void }[] = [];
    const read = sharedRead(freshMs, (_connection: object, _what: string) => {
        return new Promise<string>((answer, fail) => askings.push({ answer, fail }));
    });
    return { askings, read };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a shared read that takes no earlier answer", () => {
    it("is asked at once by the first, and once more for all who come meanwhile", async () => {
        const { askings, read } = question(0);
        const connection = {};

        const [first, second, third] = [read(connection, "q"), read(connection, "q"), read(connection, "q")];
        assert.equal(askings.length, 1);
        askings[0]?.answer("old");
        await settled();
        assert.equal(askings.length, 2);
        askings[1]?.answer("new");

        assert.deepEqual(await Promise.all([first, second, third]), ["old", "new", "new"]);
    });

    it("is asked anew by one who comes when nobody asks any more", async () => {
        const { askings, read } = question(0);
        const connection = {};
        const first = read(connection, "q");
        askings[0]?.answer("old");
        await first;

        const second = read(connection, "q");
        askings[1]?.answer("new");

        assert.equal(await second, "new");
    });

    it("fails for those only whose asking failed", async () => {
        const { askings, read } = question(0);
        const connection = {};
        const [first, second] = [read(connection, "q"), read(connection, "q")];

        askings[0]?.fail(new Error("offline"));
        await assert.rejects(first, /offline/);
        await settled();
        askings[1]?.answer("new");

        assert.equal(await second, "new");
    });
});

describe("a shared read", () => {
    afterEach(() => sinon.restore());

    it("is asked once by many, and again when the answer is too old", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["Date"] });
        let asked = 0;
        const read = sharedRead(1000, async (_connection: object) => ++asked);
        const connection = {};

        const first = await Promise.all([read(connection), read(connection)]);
        clock.tick(1001);

        assert.deepEqual([first, await read(connection)], [[1, 1], 2]);
    });

    it("is asked again after it failed", async () => {
        const { askings, read } = question(60_000);
        const connection = {};
        const failed = read(connection, "q");
        askings[0]?.fail(new Error("down"));
        await assert.rejects(failed, /down/);

        const again = read(connection, "q");
        askings[1]?.answer("up");

        assert.equal(await again, "up");
    });

    it("serves nobody after a write with what was asked for before it", async () => {
        const { askings, read } = question(60_000);
        const connection = {};
        const before = read(connection, "q");

        read.renew(connection);
        const after = read(connection, "q");
        askings[0]?.answer("old");
        await settled();
        askings[1]?.answer("new");

        assert.deepEqual(await Promise.all([before, after, read(connection, "q")]), ["old", "new", "new"]);
    });

    it("serves those who come after a write with what it made, in what was asked for before it too", async () => {
        const { askings, read } = question(60_000);
        const connection = {};
        const before = read(connection, "q");

        read.amend((value) => `${value}, amended`, connection, "q");
        const after = read(connection, "q");
        askings[0]?.answer("asked before");
        const later = read(connection, "q");

        assert.deepEqual(await Promise.all([before, after, later]), [
            "asked before",
            "asked before, amended",
            "asked before, amended",
        ]);
        assert.equal(askings.length, 1);
    });

    it("that failed has nothing to amend, and is asked again", async () => {
        const { askings, read } = question(60_000);
        const connection = {};
        read.amend(() => "nothing", connection, "q");
        const failed = read(connection, "q");
        read.amend((value) => `${value}, amended`, connection, "q");
        askings[0]?.fail(new Error("down"));
        await assert.rejects(failed, /down/);

        const again = read(connection, "q");
        askings[1]?.answer("up");

        assert.equal(await again, "up");
    });

    it("looks anew for what an earlier answer does not have, and only then", async () => {
        const there = new Set(["a"]);
        let asked = 0;
        const read = sharedRead(60_000, async (_connection: object) => {
            asked += 1;
            return new Set(there);
        });
        const connection = {};
        const find = (name: string) => read.find((names) => (names.has(name) ? name : undefined), connection);

        assert.equal(await find("b"), undefined);
        assert.equal(asked, 1);
        there.add("b");

        assert.deepEqual([await find("a"), asked], ["a", 1]);
        assert.deepEqual([await find("b"), asked], ["b", 2]);
    });

    it("never gives one asker the answer to another one's question, whatever differs", async () => {
        const part = fc.oneof(
            fc.string({ maxLength: 3 }),
            fc.constantFrom("undefined", "1", "NaN", "number 1", "true", '"', '","', "string "),
            fc.constantFrom(0, 1, 12, Number.NaN, Number.POSITIVE_INFINITY),
            fc.boolean(),
            fc.constant(undefined),
        );
        const what = fc.oneof(
            part,
            fc.array(part, { maxLength: 2 }),
            fc.record({ id: part, name: part }, { requiredKeys: [], noNullPrototype: true }),
        );
        const connections = [{}, {}];
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.tuple(fc.nat(1), fc.array(what, { maxLength: 3 })), { minLength: 2 }),
                async (askers) => {
                    const read = sharedRead(60_000, async (connection: object, ...asked: (typeof askers)[0][1]) => {
                        await settled();
                        return { connection, asked };
                    });

                    const answers = await Promise.all(
                        askers.map(([at, asked]) => read(connections[at] ?? {}, ...asked)),
                    );

                    for (const [index, [at, asked]] of askers.entries()) {
                        assert.equal(answers[index]?.connection, connections[at]);
                        assert.deepEqual(answers[index]?.asked, asked);
                    }
                },
            ),
            { numRuns: 200 },
        );
    });
});

describe("a batched read", () => {
    it("asks for all at once, and answers each for the own keys only", async () => {
        const requests: (readonly string[])[] = [];
        const read = batchedRead(10, async (_connection: object, keys) => {
            requests.push(keys);
            return new Map(keys.map((key) => [key, `thing ${key}`]));
        });
        const connection = {};

        const answers = await Promise.all([read(connection, ["a", "b"]), read(connection, ["c"])]);

        assert.deepEqual(requests, [["a", "b", "c"]]);
        assert.deepEqual(
            answers.map((found) => [...found.keys()]),
            [["a", "b"], ["c"]],
        );
    });

    /** Whoever has come has been asked for by now. */
    async function begun(): Promise<void> {
        for (let turns = 0; turns < 5; turns += 1) await settled();
    }

    /** A batched read whose requests are answered one by one, by hand: with all keys, or with a failure. */
    function batches(atOnce = 10) {
        const requests: { keys: readonly string[]; answer: () => void; fail: (reason: Error) => void }[] = [];
        const read = batchedRead(atOnce, (_connection: object, keys) => {
            return new Promise<ReadonlyMap<string, string>>((resolve, fail) => {
                requests.push({ keys, answer: () => resolve(new Map(keys.map((key) => [key, key]))), fail });
            });
        });
        const asked = () => requests.map(({ keys }) => keys.join());
        return { requests, read, asked };
    }

    it("asks together for what comes while an earlier request is under way", async () => {
        const { requests, read, asked } = batches();
        const connection = {};
        const first = read(connection, ["a"]);
        await begun();
        const others = [read(connection, ["b"]), read(connection, ["c"])];
        await begun();
        assert.deepEqual(asked(), ["a"]);

        requests[0]?.answer();
        await first;
        await begun();

        assert.deepEqual(asked(), ["a", "b,c"]);
        requests[1]?.answer();
        await Promise.all(others);
    });

    it("asks beside an earlier request that takes long, and is answered before it", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
        try {
            const { requests, read, asked } = batches();
            const connection = {};
            const slow = read(connection, ["slow"]);
            await begun();
            const quick = read(connection, ["quick"]);
            await clock.tickAsync(1000);
            await begun();

            assert.deepEqual(asked(), ["slow", "quick"]);
            requests[1]?.answer();
            assert.deepEqual([...(await quick).keys()], ["quick"]);
            requests[0]?.answer();
            await slow;
        } finally {
            clock.restore();
        }
    });

    const refusal = (kind: FailureKind) => new ApiFailure({ kind, said: "No", method: "GET", path: "/things" });

    it("asks half by half when a request for many is refused: only who asked for the culprit fails", async () => {
        const requests: string[] = [];
        const read = batchedRead(4, async (_connection: object, keys) => {
            requests.push(keys.join());
            if (keys.includes("bad")) throw refusal("rejected");
            return new Map(keys.map((key) => [key, key]));
        });
        const connection = {};
        const teams = ["a", "bad", "c", "d", "e"];

        const results = await Promise.allSettled(teams.map((team) => read(connection, [team])));

        assert.deepEqual(
            results.map(({ status }) => status),
            ["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"],
        );
        assert.deepEqual(requests, ["a,bad,c,d", "e", "a,bad", "c,d", "a", "bad"]);
    });

    it("fails for all of a request that the service does not answer, and for nobody else", async () => {
        const { requests, read } = batches(2);
        const connection = {};
        const answers = Promise.allSettled(["a", "b", "c"].map((key) => read(connection, [key])));
        await begun();
        requests[0]?.fail(refusal("unavailable"));
        requests[1]?.answer();

        assert.deepEqual(
            (await answers).map(({ status }) => status),
            ["rejected", "rejected", "fulfilled"],
        );
        assert.equal(requests.length, 2);
    });
});
