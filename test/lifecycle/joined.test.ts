import { strict as assert } from "node:assert";
import { joined } from "../../resources/lifecycle/joined";

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
