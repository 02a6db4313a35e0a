import { strict as assert } from "node:assert";
import sinon from "sinon";
import { shared } from "../../resources/lifecycle/shared";
import { waitUntil } from "../../resources/lifecycle/wait-until";

describe("waiting", () => {
    it("looks again, ever more rarely, until there is something", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["Date", "setTimeout"] });
        const looksAtMs: number[] = [];

        const seen = waitUntil(
            async () => {
                looksAtMs.push(Date.now());
                return looksAtMs.length === 4 ? "there" : undefined;
            },
            { deadlineMs: 60_000, firstMs: 1000, longestMs: 2000 },
        );
        await clock.tickAsync(10_000);
        clock.restore();

        assert.equal(await seen, "there");
        assert.deepEqual(looksAtMs, [0, 1000, 2500, 4500]);
    });

    it("ends at the deadline, after a last look", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["Date", "setTimeout"] });
        let looks = 0;

        const seen = waitUntil(
            async () => {
                looks += 1;
                return undefined;
            },
            { deadlineMs: 1500, firstMs: 1000 },
        );
        await clock.tickAsync(5000);
        clock.restore();

        assert.equal(await seen, undefined);
        assert.equal(looks, 3);
    });
});

describe("waiting in a provider process", () => {
    afterEach(() => sinon.restore());

    it("ends with the run, whatever the deadline", async () => {
        // Nothing listens there any more.
        sinon.stub(process, "argv").value(["node", "/@pulumi/pulumi/cmd/dynamic-provider", "127.0.0.1:1"]);

        const seen = waitUntil(async () => undefined, { deadlineMs: 60_000, firstMs: 1 });

        await assert.rejects(seen, { name: "RunOver", message: "The run was interrupted" });
    });
});

describe("a shared question", () => {
    it("is asked once by many, and again when the answer is stale", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["Date"] });
        const connection = {};
        let asked = 0;
        const ask = () => shared(connection, "who", 1000, async () => ++asked);

        const first = await Promise.all([ask(), ask()]);
        clock.tick(1001);
        const later = await ask();
        clock.restore();

        assert.deepEqual([first, later], [[1, 1], 2]);
    });

    it("is asked again after it failed", async () => {
        const connection = {};

        await assert.rejects(shared(connection, "who", 1000, () => Promise.reject(new Error("down"))));

        assert.equal(await shared(connection, "who", 1000, async () => "up"), "up");
    });
});
