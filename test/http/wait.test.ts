import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { watchRun } from "../../resources/http/time/run-watch";
import { RunOver, waiting } from "../../resources/http/time/wait";
import { startMs } from "./support/script";
import { VirtualClock } from "./support/virtual-clock";

describe("waiting", () => {
    it("says nothing of short waits", async () => {
        const [clock, said] = [new VirtualClock(startMs), [] as string[]];

        await clock.until(
            waiting(
                "okta",
                clock,
                (line) => said.push(line),
                async () => false,
            )(2_900, "nothing"),
        );

        assert.deepEqual([said, clock.nowMs() - startMs], [[], 2_900]);
    });

    it("says once what a long wait is for and until when, and takes exactly as long", async () => {
        const [clock, said] = [new VirtualClock(startMs), [] as string[]];

        await clock.until(
            waiting(
                "okta",
                clock,
                (line) => said.push(line),
                async () => false,
            )(61_200, "the rate limit of /api/v1/groups"),
        );

        const until = new Date(startMs + 61_200).toTimeString().slice(0, 8);
        assert.deepEqual(said, [`okta: waiting 62 s for the rate limit of /api/v1/groups (until ${until})`]);
        assert.equal(clock.nowMs() - startMs, 61_200);
    });

    it("ends within a second of the run", async () => {
        const clock = new VirtualClock(startMs);
        const wait = waiting(
            "okta",
            clock,
            () => undefined,
            async () => clock.nowMs() > startMs + 12_000,
        );

        await assert.rejects(clock.until(wait(3_600_000, "an hour")), RunOver);

        assert.equal(clock.nowMs() - startMs, 13_000);
    });
});

describe("the run of a provider process", () => {
    const program = "/somewhere/node_modules/@pulumi/pulumi/cmd/dynamic-provider";

    it("goes on while its engine listens, and is over when that is gone", async () => {
        const engine = createServer((socket) => socket.on("error", () => undefined));
        await new Promise<void>((done) => engine.listen(0, "127.0.0.1", done));
        const argv = ["node", program, `127.0.0.1:${(engine.address() as AddressInfo).port}`];

        const isOver = watchRun(argv);

        assert.equal(await isOver(), false);
        await new Promise((done) => engine.close(done));
        assert.equal(await isOver(), true);
    });

    it("is never over in other programs, or without an address", async () => {
        assert.equal(await watchRun(["node", "/somewhere/cli.js", "127.0.0.1:1"])(), false);
        assert.equal(await watchRun(["node", program])(), false);
        assert.equal(await watchRun(["node", program, "unix:/tmp/engine"])(), false);
    });
});
