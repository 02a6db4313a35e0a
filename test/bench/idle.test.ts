import assert from "node:assert/strict";
import { startTenant } from "../../tenant";
import { Caller } from "../tenant/support/callers";
import { closedWindows, msUntilNewWindows } from "./support/closed-windows";
import { idleWithin } from "./support/idle";
import { latencyMs } from "./support/limits";

describe("time in which no call is under way", () => {
    it("is told apart by what was waited for, and adds up", () => {
        const idle = idleWithin([0, 10_000], {
            busy: [
                [0, 1000],
                [500, 2000],
                [9000, 12_000],
            ],
            closed: [[1500, 4000]],
            push: [
                [3000, 5000],
                [4500, 6000],
            ],
            computing: [
                [5500, 7000],
                [8500, 9500],
            ],
        });
        assert.deepEqual(idle, {
            ...{ idleSeconds: 7, closedSeconds: 2, pushSeconds: 2, computingSeconds: 1.5, ownSeconds: 1.5 },
        });
    });

    it("is all our own when nothing is waited for", () => {
        const idle = idleWithin([1000, 3000], { busy: [[1000, 1500]], closed: [], push: [], computing: [] });
        assert.deepEqual(idle, {
            ...{ idleSeconds: 1.5, closedSeconds: 0, pushSeconds: 0, computingSeconds: 0, ownSeconds: 1.5 },
        });
    });
});

describe("a window of a rate limit", () => {
    // Of 20 calls a minute one token has 10, of which the package uses 9.
    const atMs = (times: readonly number[]) => times.map((time) => ({ atMs: 1_000_000 + time }));
    const firstNine = Array.from({ length: 9 }, (_, call) => call * latencyMs);

    for (const [what, times, spans] of [
        ["is closed from the call that uses it up until the next", [...firstNine, 61_500], [[320, 61_500]]],
        ["is not waited for by one who comes later", [...firstNine, 70_000], []],
        ["is not closed as long as there is room", [...firstNine.slice(1), 61_500], []],
    ] as const) {
        it(what, async () => {
            const tenant = await startTenant({ settings: { oktaBuckets: { "/api/v1/apps": 20 } } });
            try {
                await new Caller(tenant).okta("GET", "/api/v1/apps");
                const [one] = tenant.requests;
                assert.ok(one);
                const sent = atMs(times).map((time) => ({ ...one, ...time }));
                const closed = closedWindows(tenant, sent);
                assert.deepEqual(
                    closed,
                    spans.map((span) => span.map((time) => 1_000_000 + time)),
                );
            } finally {
                await tenant.close();
            }
        });
    }
});

describe("between two commands that are measured", () => {
    // Of 20 calls a minute one token has 10.
    for (const [what, calls, isToWait] of [
        ["waits until the windows are over that the first one has used much of", 4, true],
        ["does not wait after a few calls", 2, false],
        ["does not wait after none", 0, false],
    ] as const) {
        it(what, async () => {
            const tenant = await startTenant({ settings: { oktaBuckets: { "/api/v1/apps": 20 } } });
            try {
                await new Caller(tenant).okta("GET", "/api/v1/apps");
                const [one] = tenant.requests;
                assert.ok(one);
                const nowMs = tenant.clock.wallMs();
                const waitMs = msUntilNewWindows(
                    tenant,
                    Array.from({ length: calls }, () => ({ ...one, atMs: nowMs })),
                );
                if (isToWait) assert.ok(waitMs + tenant.clock.wallMs() >= nowMs + 60_000, `${waitMs} ms`);
                else assert.equal(waitMs, 0);
            } finally {
                await tenant.close();
            }
        });
    }
});
