import assert from "node:assert/strict";
import sinon from "sinon";
import type { ApiFailure } from "../../resources/http/api-failure";
import { unchanging } from "../../resources/http/authorized";
import { type Api, connect } from "../../resources/http/connect";
import { Secrets } from "../../resources/http/redact";
import { type Answer, fakeTime, Script, settled } from "./support/script";

const api: Api = {
    name: "test",
    bucketOf: () => "things",
    requestIdOf: () => undefined,
    explain: () => ({}),
    pacing: { share: 1, concurrency: 10, standBackMs: 60_000, readBudget: () => ({}) },
};

describe("a call that must not be late", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    async function conversation(answers: Answer[]): Promise<string[]> {
        const script = new Script(answers);
        const send = connect(api, "https://example.test", new Secrets(), script.conditions()).as(unchanging("none"));
        const outcome = await settled(clock, send({ method: "DELETE", path: "/things/1", startWithinMs: 2_000 })).then(
            ({ status }) => `answered ${status}`,
            (failure: ApiFailure) => failure.kind,
        );
        return [...script.conversation, outcome];
    }

    it("may be answered later, once it was sent in time", async () => {
        assert.deepEqual(await conversation([{ status: 503 }, { status: 204, afterMs: 30_000 }]), [
            "0s DELETE /things/1 -> 503",
            "0.5s DELETE /things/1 -> 204",
            "answered 204",
        ]);
    });

    it("is sent again as long as there is time", async () => {
        assert.deepEqual(await conversation([{ status: 503 }, { status: 503 }, { status: 503 }]), [
            "0s DELETE /things/1 -> 503",
            "0.5s DELETE /things/1 -> 503",
            "1.5s DELETE /things/1 -> 503",
            "unavailable",
        ]);
    });

    it("is not sent once its budget would let it through too late", async () => {
        assert.deepEqual(await conversation([{ status: 429 }]), ["0s DELETE /things/1 -> 429", "rate-limited"]);
    });
});
