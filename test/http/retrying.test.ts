import assert from "node:assert/strict";
import sinon from "sinon";
import { type Api, connect } from "../../resources/http/connect";
import type { ApiFailure } from "../../resources/http/failure/api-failure";
import { Secrets } from "../../resources/http/failure/redact";
import { unchanging } from "../../resources/http/identity/authorized";
import { defaultRetryPolicy } from "../../resources/http/retry/retrying";
import type { ApiRequest, Send } from "../../resources/http/send";
import { type Answer, fakeTime, Script, settled } from "./support/script";

const get: ApiRequest = { method: "GET", path: "/things" };
const post: ApiRequest = { method: "POST", path: "/things", body: {} };

const plainApi: Api = {
    name: "test",
    bucketOf: () => "things",
    words: new Set(),
    requestIdOf: () => undefined,
    explain: () => ({}),
    pacing: { share: 1, concurrency: 10, standBackMs: 10_000, readBudget: () => ({}) },
};

function over(script: Script, others = {}): Send {
    return connect(plainApi, "https://example.test", new Secrets(), script.conditions(others)).as(unchanging("none"));
}

describe("a retried call", () => {
    let clock: sinon.SinonFakeTimers;

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    async function conversation(request: ApiRequest, answers: Answer[]): Promise<string[]> {
        const script = new Script(answers);
        const outcome = await settled(clock, over(script)(request)).then(
            ({ status }) => `answered ${status}`,
            (failure: ApiFailure) =>
                `${failure.kind}, ${failure.mayHaveHappened ? "may have happened" : "did not happen"}`,
        );
        return [...script.conversation, outcome];
    }

    it("is sent again after a 5xx, a dropped connection and a timeout of the service, waiting longer each time", async () => {
        assert.deepEqual(await conversation(get, [{ status: 503 }, "dropped", { status: 408 }, { status: 200 }]), [
            "0s GET /things -> 503",
            "0.5s GET /things -> dropped",
            "1.5s GET /things -> 408",
            "3.5s GET /things -> 200",
            "answered 200",
        ]);
    });

    it("gives up after five tries", async () => {
        const answers = Array.from({ length: 5 }, (): Answer => ({ status: 502 }));

        assert.deepEqual((await conversation(get, answers)).slice(-2), [
            "7.5s GET /things -> 502",
            "unavailable, did not happen",
        ]);
    });

    it("is sent once only when it is a POST that may have happened", async () => {
        assert.deepEqual(await conversation(post, [{ status: 503 }]), [
            "0s POST /things -> 503",
            "unavailable, may have happened",
        ]);
        assert.deepEqual(await conversation(post, ["dropped"]), [
            "0s POST /things -> dropped",
            "unavailable, may have happened",
        ]);
    });

    it("is sent again when it is a POST that was never sent, or that only reads", async () => {
        assert.deepEqual(await conversation(post, ["refused", { status: 200 }]), [
            "0s POST /things -> refused",
            "0.5s POST /things -> 200",
            "answered 200",
        ]);
        assert.equal(
            (await conversation({ ...post, readsOnly: true }, ["dropped", { status: 200 }])).at(-1),
            "answered 200",
        );
    });

    it("is sent again when it is a write that may be repeated", async () => {
        for (const method of ["PUT", "PATCH", "DELETE"] as const) {
            assert.equal(
                (await conversation({ ...post, method }, ["dropped", { status: 204 }])).at(-1),
                "answered 204",
            );
        }
    });

    it("waits as long as a 503 asks for", async () => {
        const answers = [{ status: 503, headers: { "retry-after": "7" } }, { status: 200 }];

        assert.deepEqual(await conversation(get, answers), [
            "0s GET /things -> 503",
            "7s GET /things -> 200",
            "answered 200",
        ]);
    });

    it("is not sent again after the service refused it", async () => {
        for (const status of [400, 401, 403, 404, 409, 412, 428, 501, 302]) {
            assert.equal((await conversation(get, [{ status }])).length, 2, `${status}`);
        }
    });

    it("ends at its deadline, before the wait that would pass it", async () => {
        const script = new Script(() => ({ status: 503 }));
        const retry = { ...defaultRetryPolicy, attempts: 100, deadlineMs: 20_000 };

        await assert.rejects(settled(clock, over(script, { retry })(get)), { kind: "unavailable", status: 503 });

        assert.equal(script.conversation.at(-1), "15.5s GET /things -> 503");
    });

    it("says what a long wait is for, and until when", async () => {
        const script = new Script([{ status: 503, headers: { "retry-after": "12" } }, { status: 200 }]);

        await settled(clock, over(script)(get));

        const until = new Date(clock.now).toTimeString().slice(0, 8);
        assert.deepEqual(script.said, [`test: waiting 12 s for another try of GET /things (until ${until})`]);
    });

    it("stops waiting when the run is over, and sends nothing more", async () => {
        const script = new Script([{ status: 503, headers: { "retry-after": "25" } }]);
        const runIsOver = async () => clock.now > Date.UTC(2026, 10, 24, 14, 0, 9);

        const sent = settled(clock, over(script, { runIsOver })(get));

        await assert.rejects(sent, {
            kind: "unavailable",
            mayHaveHappened: false,
            message: /^The run was interrupted/,
        });
        assert.deepEqual(script.conversation, ["0s GET /things -> 503"]);
        assert.equal(new Date().getUTCSeconds(), 10);
    });
});
