import assert from "node:assert/strict";
import { startTenant } from "../../tenant";
import { TenantClock, type Time } from "../../tenant/clock";
import { Scene } from "./support/scene";

/** Real time for a test: it stands still until it is moved. */
class HandTime implements Time {
    #nowMs = Date.parse("2026-05-06T07:08:09.500Z");
    /** The longest that was asked for. */
    longestMs = 0;
    #timers: { readonly dueMs: number; readonly run: () => void }[] = [];

    nowMs(): number {
        return this.#nowMs;
    }

    after(delayMs: number, run: () => void): () => void {
        this.longestMs = Math.max(this.longestMs, delayMs);
        const timer = { dueMs: this.#nowMs + delayMs, run };
        this.#timers.push(timer);
        return () => {
            this.#timers = this.#timers.filter((other) => other !== timer);
        };
    }

    pass(durationMs: number): void {
        const untilMs = this.#nowMs + durationMs;
        for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
            this.#timers = this.#timers.filter((other) => other !== next);
            this.#nowMs = Math.max(this.#nowMs, next.dueMs);
            next.run();
        }
        this.#nowMs = untilMs;
    }

    #next(untilMs: number) {
        const due = this.#timers.filter(({ dueMs }) => dueMs <= untilMs);
        return due.sort((one, other) => one.dueMs - other.dueMs)[0];
    }
}

/** A clock, what stands for real time under it, and what it ran at which tenant time since its start. */
function clockAt(speed: number) {
    const time = new HandTime();
    const clock = new TenantClock(speed, time);
    const startMs = clock.nowMs();
    const ran: [name: string, atMs: number][] = [];
    const later = (name: string, delayMs: number, then = () => {}) =>
        clock.after(delayMs, () => {
            ran.push([name, clock.nowMs() - startMs]);
            then();
        });
    return { time, clock, startMs, ran, later };
}

describe("the tenant's clock", () => {
    for (const speed of [1, 10, 0.5]) {
        it(`runs ${speed} times as fast as real time, and tells when that will be`, () => {
            const { time, clock, startMs, ran, later } = clockAt(speed);
            later("task", 1000);

            time.pass(1000 / speed - 1);
            const early = ran.length;
            time.pass(1);

            assert.deepEqual([early, ran.length, clock.nowMs() - startMs], [0, 1, 1000]);
            assert.equal(clock.wallMsAt(startMs + 3000) - time.nowMs(), 2000 / speed);
        });
    }

    it("is moved forward, and runs what falls due on the way, each at its own time, and what comes of it", () => {
        const { clock, startMs, ran, later } = clockAt(1);
        later("second", 200, () => later("of the second", 50));
        later("first", 100);
        later("too late", 900);

        clock.advance(500);

        assert.deepEqual(ran, [
            ["first", 100],
            ["second", 200],
            ["of the second", 250],
        ]);
        assert.equal(clock.nowMs() - startMs, 500);
    });

    it("runs what is due at the same time in the order in which it was asked for", () => {
        const { clock, ran, later } = clockAt(1);
        for (const name of ["a", "b", "c", "d"]) later(name, 100);

        clock.advance(100);

        assert.deepEqual(
            ran.map(([name]) => name),
            ["a", "b", "c", "d"],
        );
    });

    it("is flushed: moved until nothing is left to come", () => {
        const { clock, startMs, ran, later } = clockAt(1);
        later("day", 86_400_000, () => later("day after", 86_400_000));

        clock.flush();

        assert.deepEqual(
            ran.map(([name]) => name),
            ["day", "day after"],
        );
        assert.equal(clock.nowMs() - startMs, 2 * 86_400_000);
    });

    it("takes another speed from now on, for what is under way as well", () => {
        const { time, ran, later, clock } = clockAt(1);
        later("task", 1000);
        time.pass(500);

        clock.setSpeed(100);
        time.pass(5);

        assert.deepEqual(ran, [["task", 1000]]);
    });

    it("asks for no timer longer than there are, and still runs what is due in a hundred days", () => {
        const { time, ran, later } = clockAt(1);
        later("far away", 100 * 86_400_000);

        time.pass(99 * 86_400_000);
        const early = [...ran];
        time.pass(86_400_000);

        assert.ok(time.longestMs < 2 ** 31, `${time.longestMs}`);
        assert.deepEqual([early, ran], [[], [["far away", 100 * 86_400_000]]]);
    });

    it("is cleared: what is to come is forgotten, and who waits is let go", async () => {
        const { time, clock, ran, later } = clockAt(1);
        later("task", 1000);
        const wait = clock.wait(1000);

        clock.clear();
        await wait;
        time.pass(2000);

        assert.deepEqual(ran, []);
    });

    it("keeps 50,000 tasks in order without a hitch", () => {
        const { clock, ran, later } = clockAt(1);
        for (let n = 0; n < 50_000; n += 1) later("task", (n * 7919) % 10_007);

        clock.flush();

        assert.equal(ran.length, 50_000);
        assert.ok(ran.every(([, atMs], index) => index === 0 || atMs >= (ran[index - 1]?.[1] ?? 0)));
    });
});

describe("a tenant in a time of the test's own", () => {
    it("lets a rate window of a minute pass in no time, dated by that time in every answer", async () => {
        const time = new HandTime();
        const settings = { oktaRequestsPerMinute: 2 };
        const scene = new Scene(await startTenant({ time, settings }));
        const call = async () =>
            (await scene.me.okta("GET", "/api/v1/groups")) as Awaited<ReturnType<typeof scene.me.okta>>;

        const answers = [await call(), await call()];
        time.pass(60_000);
        answers.push(await call());
        await scene.tenant.close();

        assert.deepEqual(
            answers.map(({ status }) => status),
            [200, 429, 200],
        );
        const value = (name: string) =>
            answers.map(({ lines }) => lines.find(([its]) => its.toLowerCase() === name)?.[1]);
        assert.deepEqual(value("date"), [
            "Wed, 06 May 2026 07:08:09 GMT",
            "Wed, 06 May 2026 07:08:09 GMT",
            "Wed, 06 May 2026 07:09:09 GMT",
        ]);
        const firstReset = Date.parse("2026-05-06T07:09:10Z") / 1000;
        assert.deepEqual(value("x-rate-limit-reset").map(Number), [firstReset, firstReset, firstReset + 60]);
    });
});
