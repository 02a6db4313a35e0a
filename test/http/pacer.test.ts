import assert from "node:assert/strict";
import { Pacer } from "../../resources/http/pace/pacer";
import type { ApiResponse } from "../../resources/http/send";
import { startMs } from "./support/script";
import { VirtualClock } from "./support/virtual-clock";

describe("the pacer", () => {
    /** A pacer whose calls take ten seconds, and what became of each. */
    function pacer(concurrency: number, remaining: number) {
        const clock = new VirtualClock(startMs);
        const readBudget = () => ({ limit: 10, remaining, resetMs: startMs + 60_000 });
        const pacing = { share: 1, concurrency, standBackMs: 1_000, readBudget };
        const made = new Pacer(pacing, clock, (delayMs) => clock.sleep(delayMs));
        const outcomes: string[] = [];
        const seconds = () => (clock.nowMs() - startMs) / 1000;
        const enqueue = (bucket: string, name: string, deadlineSeconds: number, isUrgent = false) =>
            made.enqueue(bucket, {
                deadlineMs: startMs + deadlineSeconds * 1000,
                isUrgent,
                start: async (): Promise<ApiResponse> => {
                    outcomes.push(`${seconds()}s ${name}`);
                    await clock.sleep(10_000);
                    return { status: 200, headers: new Headers(), body: undefined };
                },
                giveUp: (turnAtMs) =>
                    outcomes.push(`${seconds()}s ${name} gives up until ${((turnAtMs ?? 0) - startMs) / 1000}s`),
            });
        return { enqueue, outcomes, pass: (delayMs: number) => clock.until(clock.sleep(delayMs)) };
    }

    it("lets urgent calls go before the others, in their own order", async () => {
        const { enqueue, outcomes, pass } = pacer(1, 9);
        enqueue("a", "first", 100);
        enqueue("a", "second", 100);
        enqueue("a", "urgent", 100, true);
        enqueue("a", "also urgent", 100, true);

        await pass(40_000);

        assert.deepEqual(outcomes, ["0s first", "10s urgent", "20s also urgent", "30s second"]);
    });

    it("gives a call up whose deadline passed while it waited for others to end", async () => {
        const { enqueue, outcomes, pass } = pacer(1, 9);
        enqueue("a", "first", 100);
        enqueue("a", "second", 5);

        await pass(30_000);

        assert.deepEqual(outcomes, ["0s first", "10s second gives up until 10s"]);
    });

    it("gives a call up at once whose deadline comes before the budget opens, and only that", async () => {
        const { enqueue, outcomes, pass } = pacer(5, 0);
        enqueue("a", "first", 100);
        await pass(10_001);
        enqueue("a", "patient", 100);
        enqueue("a", "hurried", 30);

        await pass(70_000);

        assert.deepEqual(outcomes, ["0s first", "10.001s hurried gives up until 61s", "61s patient"]);
    });

    it("lets the buckets take turns, so that a long queue does not keep the places from a short one", async () => {
        const { enqueue, outcomes, pass } = pacer(2, 9);
        for (const name of ["a1", "a2", "a3", "a4", "a5"]) enqueue("a", name, 1_000);
        enqueue("b", "b1", 1_000);

        await pass(15_000);

        assert.deepEqual(outcomes.slice(0, 4), ["0s a1", "0s a2", "10s a3", "10s b1"]);
    });
});
