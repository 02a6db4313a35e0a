import { strict as assert } from "node:assert";
import { joined, joining } from "../../resources/lifecycle/shared/joined";

/** A question whose askings are answered one by one, by hand. */
function question() {
    const askings: { answer: (value: string) => void; fail: (reason: Error) => void }[] = [];
    const ask = () => new Promise<string>((answer, fail) => askings.push({ answer, fail }));
    return { askings, ask };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a question that many ask", () => {
    it("is asked at once by the first, and once more for all who come meanwhile", async () => {
        const { askings, ask } = question();
        const connection = {};

        const first = joined(connection, "q", ask);
        const second = joined(connection, "q", ask);
        const third = joined(connection, "q", ask);
        assert.equal(askings.length, 1);
        askings[0]?.answer("old");
        await settled();
        assert.equal(askings.length, 2);
        askings[1]?.answer("new");

        assert.deepEqual(await Promise.all([first, second, third]), ["old", "new", "new"]);
    });

    it("is asked anew by one who comes when nobody asks any more", async () => {
        const { askings, ask } = question();
        const connection = {};
        const first = joined(connection, "q", ask);
        askings[0]?.answer("old");
        await first;

        const second = joined(connection, "q", ask);
        askings[1]?.answer("new");

        assert.equal(await second, "new");
    });

    it("fails for those only whose asking failed", async () => {
        const { askings, ask } = question();
        const connection = {};
        const first = joined(connection, "q", ask);
        const second = joined(connection, "q", ask);

        askings[0]?.fail(new Error("offline"));
        await assert.rejects(first, /offline/);
        await settled();
        askings[1]?.answer("new");

        assert.equal(await second, "new");
    });

    it("is another one for another connection", () => {
        const { askings, ask } = question();

        for (const connection of [{}, {}]) void joined(connection, "q", ask);
        void joined({}, "r", ask);

        assert.equal(askings.length, 3);
    });
});

describe("a question that many ask, defined away from them", () => {
    it("is answered to each for what it is asked with, whatever of that differs", async () => {
        const ask = joining(async (connection: { name: string }, key: { project: string }, path: string) => {
            return `${connection.name} ${key.project} ${path}`;
        });
        const other = joining(async (connection: { name: string }, key: { project: string }, path: string) => {
            return `other ${connection.name} ${key.project} ${path}`;
        });
        const [one, two] = [{ name: "1" }, { name: "2" }];

        const answers = await Promise.all([
            ask(one, { project: "a" }, "teams"),
            ask(one, { project: "b" }, "teams"),
            ask(one, { project: "a" }, "squads"),
            ask(two, { project: "a" }, "teams"),
            other(one, { project: "a" }, "teams"),
        ]);

        assert.deepEqual(answers, ["1 a teams", "1 b teams", "1 a squads", "2 a teams", "other 1 a teams"]);
    });
});
