import assert from "node:assert/strict";
import sinon from "sinon";
import { type Api, connect } from "../../resources/http/connect";
import type { ApiFailure } from "../../resources/http/failure/api-failure";
import { Outdated } from "../../resources/http/failure/not-sent";
import { Secrets } from "../../resources/http/failure/redact";
import { type Identity, unchanging } from "../../resources/http/identity/authorized";
import type { ApiRequest } from "../../resources/http/send";
import { now } from "../../resources/http/time/clock";
import { type Answer, fakeTime, Script, settled, startMs } from "./support/script";

const api: Api = {
    name: "test",
    bucketOf: () => "things",
    words: new Set(),
    requestIdOf: () => undefined,
    explain: () => ({}),
    pacing: { share: 1, concurrency: 10, standBackMs: 60_000, readBudget: () => ({}) },
};

/** Somebody whose proofs take a while, each as long as said. */
function slowToProve(...delaysMs: number[]): Identity {
    return {
        proofFor: async () => {
            await new Promise((done) => setTimeout(done, delaysMs.shift() ?? 0));
            return {};
        },
        refused: () => true,
    };
}

describe("a write that rests on what was seen", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    /** Sends one that rests on what was seen 1 s ago, and is fresh for 2 s more. */
    async function conversation(
        method: ApiRequest["method"],
        answers: Answer[],
        identity = unchanging("none"),
    ): Promise<string[]> {
        const script = new Script(answers);
        const send = connect(api, "https://example.test", new Secrets(), script.conditions()).as(identity);
        const seen = now();
        const restsOn = { freshMs: 3_000, seenAt: { ...seen, timeMs: seen.timeMs - 1_000 } };
        const outcome = await settled(clock, send({ method, path: "/things/1", restsOn })).then(
            ({ status }) => `answered ${status}`,
            (failure: ApiFailure) => (failure instanceof Outdated ? "outdated" : failure.kind),
        );
        return [...script.conversation, outcome];
    }

    it("may be answered later, once it was sent in time", async () => {
        assert.deepEqual(await conversation("PUT", [{ status: 503 }, { status: 204, afterMs: 30_000 }]), [
            "0s PUT /things/1 -> 503",
            "0.5s PUT /things/1 -> 204",
            "answered 204",
        ]);
    });

    it("is sent again as long as that is fresh", async () => {
        assert.deepEqual(await conversation("PUT", [{ status: 503 }, { status: 503 }, { status: 503 }]), [
            "0s PUT /things/1 -> 503",
            "0.5s PUT /things/1 -> 503",
            "1.5s PUT /things/1 -> 503",
            "unavailable",
        ]);
    });

    it("is not sent twice when it deletes and may have happened", async () => {
        for (const answer of ["dropped", { status: 503 }, { status: 408 }] satisfies Answer[]) {
            assert.equal((await conversation("DELETE", [answer])).length, 2);
        }
    });

    it("is sent again when it deletes and never left", async () => {
        assert.deepEqual(await conversation("DELETE", ["refused", { status: 204 }]), [
            "0s DELETE /things/1 -> refused",
            "0.5s DELETE /things/1 -> 204",
            "answered 204",
        ]);
    });

    it("is not sent once its budget would let it through too late, and does not wait for that", async () => {
        assert.deepEqual(await conversation("DELETE", [{ status: 429 }]), ["0s DELETE /things/1 -> 429", "outdated"]);
        assert.equal(Date.now(), startMs);
    });

    it("is not sent when the proof of who asks comes too late", async () => {
        assert.deepEqual(await conversation("DELETE", [], slowToProve(2_500)), ["outdated"]);
    });

    it("is not sent with a new proof that comes too late", async () => {
        assert.deepEqual(await conversation("PUT", [{ status: 401 }], slowToProve(0, 2_500)), [
            "0s PUT /things/1 -> 401",
            "outdated",
        ]);
    });

    it("is sent with a new proof that comes in time", async () => {
        assert.deepEqual(await conversation("PUT", [{ status: 401 }, { status: 204 }], slowToProve(0, 1_500)), [
            "0s PUT /things/1 -> 401",
            "1.5s PUT /things/1 -> 204",
            "answered 204",
        ]);
    });
});
