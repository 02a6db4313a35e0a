import { strict as assert } from "node:assert";
import sinon from "sinon";
import type { Awaited } from "../../resources/lifecycle/waiting/long-waits";
import { waitUntil } from "../../resources/lifecycle/waiting/wait-until";

const toFake = ["Date", "setTimeout", "clearTimeout"] as const;

const later = (delayMs: number) =>
    new Promise<undefined>((resolve) => void setTimeout(() => resolve(undefined), delayMs));

describe("waiting", () => {
    it("looks again, ever more rarely, until there is something", async () => {
        const clock = sinon.useFakeTimers({ toFake: [...toFake] });
        const looksAtMs: number[] = [];

        const seen = waitUntil(
            "something",
            async () => {
                looksAtMs.push(Date.now());
                return looksAtMs.length === 4 ? "there" : undefined;
            },
            { deadlineMs: 6_000, firstMs: 100, longestMs: 200 },
        );
        await clock.tickAsync(10_000);
        clock.restore();

        assert.equal(await seen, "there");
        assert.deepEqual(looksAtMs, [0, 100, 250, 450]);
    });

    it("ends at the deadline, after a last look", async () => {
        const clock = sinon.useFakeTimers({ toFake: [...toFake] });
        let looks = 0;

        const seen = waitUntil(
            "something",
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

describe("a long wait", () => {
    afterEach(() => sinon.restore());

    /** Time that is moved by hand, and what was said on stderr since. */
    const onFakeTime = () => {
        const clock = sinon.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: [...toFake] });
        const stderr = sinon.stub(process.stderr, "write");
        // Runs that another test left behind, in the real time, may say something of their own.
        const isOurs = (line: string) => /gPm|pushes of \w+ test|group [AB] |what /.test(line);
        return { clock, said: () => stderr.args.map(([line]) => String(line)).filter(isOurs) };
    };

    /** Waits a minute for something that is there after so many milliseconds. */
    const waitFor = (what: string | Awaited, thereAfterMs: number) => {
        const thereAtMs = Date.now() + thereAfterMs;
        const patience = { deadlineMs: 60_000, firstMs: 100, longestMs: 100 };
        return waitUntil(what, async () => (Date.now() >= thereAtMs ? true : undefined), patience);
    };

    it("is announced once, after three seconds, with what it is for and until when", async () => {
        const { clock, said } = onFakeTime();
        const seen = waitFor("the push of gPm1", 50_000);
        const until = new Date(Date.now() + 60_000).toTimeString().slice(0, 8);

        await clock.tickAsync(2_999);
        assert.deepEqual(said(), []);
        await clock.tickAsync(1);
        assert.deepEqual(said(), [`waiting up to 57 s for the push of gPm1 (until ${until})\n`]);
        await clock.tickAsync(57_000);

        assert.equal(await seen, true);
        assert.equal(said().length, 1);
    });

    it("is not announced when it turns out short, by its end, its failure or its deadline", async () => {
        const { clock, said } = onFakeTime();
        const short = waitFor("what comes soon", 2_900);
        const refused = waitUntil("what is refused", () => Promise.reject(new Error("no")), { deadlineMs: 60_000 });
        const hasty = waitUntil("what nobody has time for", async () => undefined, { deadlineMs: 3_000 });
        await assert.rejects(refused, /no/);

        await clock.tickAsync(10_000);

        assert.deepEqual(await Promise.all([short, hasty]), [true, undefined]);
        assert.deepEqual(said(), []);
        assert.equal(clock.countTimers(), 0, "nothing keeps the process from ending");
    });

    it("is announced once for all who wait for the same, and again when it begins anew", async () => {
        const { clock, said } = onFakeTime();
        const first = [waitFor("group A", 20_000), waitFor("group A", 20_000), waitFor("group B", 20_000)];
        await clock.tickAsync(1_000);
        first.push(waitFor("group A", 20_000));
        await clock.tickAsync(30_000);
        assert.deepEqual(whatIn(said()), ["group A", "group B"]);

        const again = waitFor("group A", 20_000);
        await clock.tickAsync(30_000);

        await Promise.all([...first, again]);
        assert.deepEqual(whatIn(said()), ["group A", "group B", "group A"]);
    });

    it("is announced once for all who wait for the like, with how many they are", async () => {
        const { clock, said } = onFakeTime();
        const push = (number: number) => ({ one: `the push of gPm${number}`, many: "pushes of this test" });
        const first = [waitFor(push(1), 20_000)];
        for (let number = 2; number <= 100; number += 1) {
            await clock.tickAsync(20);
            first.push(waitFor(push(number), 20_000));
        }
        await clock.tickAsync(40_000);
        assert.deepEqual(whatIn(said()), ["100 pushes of this test"]);

        const again = waitFor(push(101), 20_000);
        await clock.tickAsync(30_000);

        await Promise.all([...first, again]);
        assert.deepEqual(whatIn(said()), ["100 pushes of this test", "the push of gPm101"]);
    });

    it("tells again, ever more rarely, how many of the like are left, and names the last one", async () => {
        const { clock, said } = onFakeTime();
        const beganMs = Date.now();
        const push = (number: number) => ({ one: `the push of gPm${number}`, many: "pushes of one test" });
        // One every five seconds; the last one is long in coming.
        const thereAfterMs = (number: number) => (number === 40 ? 600_000 : number * 5_000);
        const all = Array.from({ length: 40 }, (_, index) => {
            const thereAtMs = beganMs + thereAfterMs(index + 1);
            return waitUntil(push(index + 1), async () => (Date.now() >= thereAtMs ? true : undefined), {
                deadlineMs: 700_000,
                firstMs: 100,
                longestMs: 100,
            });
        });
        const atSeconds: number[] = [];
        for (let second = 1; second <= 610; second += 1) {
            await clock.tickAsync(1_000);
            while (atSeconds.length < said().length) atSeconds.push(second);
        }

        await Promise.all(all);
        assert.deepEqual(atSeconds, [3, 33, 93, 213]);
        assert.deepEqual(
            said().map((line) => line.replace(/\d+ s for (.*) \(until [\d:]+\)/, "$1")),
            [
                "waiting up to 40 pushes of one test\n",
                "waiting up to 34 pushes of one test; 6 done\n",
                "waiting up to 22 pushes of one test; 18 done\n",
                "waiting up to the push of gPm40; 39 done\n",
            ],
        );
        assert.equal(clock.countTimers(), 0, "nothing keeps the process from ending");
    });

    it("adds no line for each batch that the engine begins, though each has a later deadline", async () => {
        const { clock, said } = onFakeTime();
        const push = (number: number) => ({ one: `the push of gPm${number}`, many: "pushes of another test" });
        const lane = async (first: number) => {
            for (let number = first; number <= 100; number += 10) await waitFor(push(number), 20_000);
        };
        const all = Promise.all(Array.from({ length: 10 }, (_, index) => lane(index + 1)));

        await clock.tickAsync(210_000);

        await all;
        assert.deepEqual(
            said().map((line) => /for (.*) \(until [\d:]+\)(.*)\n/.exec(line)?.slice(1).join("")),
            ["10 pushes of another test", "10 pushes of another test; 10 done", "10 pushes of another test; 40 done"],
        );
    });

    it("says nothing more of those whose number stays the same", async () => {
        const { clock, said } = onFakeTime();
        const push = (number: number) => ({ one: `the push of gPm${number}`, many: "pushes of that test" });
        const all = Promise.all([waitFor(push(1), 59_000), waitFor(push(2), 59_000)]);

        await clock.tickAsync(60_000);

        await all;
        assert.deepEqual(whatIn(said()), ["2 pushes of that test"]);
    });

    it("does not end while no look was possible, and is not announced then", async () => {
        const { clock, said } = onFakeTime();
        const startMs = Date.now();
        let looks = 0;
        const seen = waitUntil(
            "what comes after the rate limit",
            async () => {
                looks += 1;
                if (looks === 1) await later(60_000);
                return Date.now() - startMs > 61_000 ? "there" : undefined;
            },
            { deadlineMs: 7_000 },
        );

        await clock.tickAsync(59_000);
        assert.deepEqual(said(), []);
        await clock.tickAsync(10_000);

        assert.equal(await seen, "there");
        assert.match(said().join(""), /^waiting up to 2 s for what comes after the rate limit \(until [\d:]+\)\n$/);
    });

    it("is announced on time though a look has just begun, and once that ends when it had been held back", async () => {
        const { clock, said } = onFakeTime();
        const looking = (what: string, takesMs: number) =>
            waitUntil(what, () => later(takesMs), { deadlineMs: 60_000, firstMs: 100, longestMs: 100 });
        const quick = looking("what is looked at quickly", 700);
        const slow = looking("what is looked at slowly", 4_000);

        await clock.tickAsync(3_000);
        assert.deepEqual(whatIn(said()), ["what is looked at quickly"]);
        await clock.tickAsync(999);
        assert.deepEqual(whatIn(said()), ["what is looked at quickly"]);
        await clock.tickAsync(1);
        assert.deepEqual(whatIn(said()), ["what is looked at quickly", "what is looked at slowly"]);

        await clock.tickAsync(70_000);
        assert.deepEqual(await Promise.all([quick, slow]), [undefined, undefined]);
    });

    it("pauses as its patience says, by how long it has waited", async () => {
        const { clock } = onFakeTime();
        const waited: number[] = [];
        const pauseMs = (waitedMs: number) => {
            waited.push(waitedMs);
            return 1000;
        };

        const seen = waitUntil("what never comes", async () => undefined, { deadlineMs: 3_500, pauseMs });
        await clock.tickAsync(5_000);

        assert.equal(await seen, undefined);
        assert.deepEqual(waited, [0, 1000, 2000, 3000]);
    });

    it("ends at its deadline though each look takes its time", async () => {
        const { clock } = onFakeTime();
        const seen = waitUntil("what never comes", () => later(4_000), { deadlineMs: 20_000 });

        await clock.tickAsync(25_000);

        assert.equal(await seen, undefined);
    });

    const whatIn = (lines: readonly string[]) => lines.map((line) => / s for (.*) \(until/.exec(line)?.[1]);
});

describe("waiting in a provider process", () => {
    afterEach(() => sinon.restore());

    it("ends with the run, whatever the deadline", async () => {
        // Nothing listens there any more.
        sinon.stub(process, "argv").value(["node", "/@pulumi/pulumi/cmd/dynamic-provider", "127.0.0.1:1"]);

        const seen = waitUntil("something", async () => undefined, { deadlineMs: 60_000, firstMs: 1 });

        await assert.rejects(seen, { name: "RunOver", message: "The run was interrupted" });
    });
});
