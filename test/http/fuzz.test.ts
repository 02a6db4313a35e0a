import assert from "node:assert/strict";
import fc from "fast-check";
import sinon from "sinon";
import { allPages } from "../../resources/http/paginate";
import type { ApiRequest, Send } from "../../resources/http/send";
import { openOkta } from "../../resources/okta/connection/connect";
import { openOpa } from "../../resources/opa/connection/connect";
import { answer, body, checkFailure, headers, secret } from "./support/fuzzed";
import { type Answer, fakeTime, Script, settled } from "./support/script";

describe("a fuzzed answer", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    const okta = (script: Script): Send =>
        openOkta(
            { origin: "https://x.okta.com", credential: { type: "api-token", apiToken: secret } },
            script.conditions({ debug: true }),
        );
    const opa = (script: Script): Send =>
        openOpa(
            { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: secret },
            script.conditions(),
        ).send;

    /** Plays the answers over and over; the last one for ever, as a service that stays broken does. */
    const looping = (answers: readonly Answer[]) =>
        new Script((_request, number) => answers[Math.min(number, answers.length) - 1] ?? { status: 200 });

    async function check(script: Script, call: () => Promise<unknown>): Promise<void> {
        const beganMs = clock.now;
        await settled(clock, call(), 1).then(() => undefined, checkFailure);
        assert.ok(clock.now - beganMs <= 3_600_000, `${(clock.now - beganMs) / 1000} s`);
        assert.ok(!script.said.some((line) => line.includes(secret)));
    }

    it("is an answer or a typed error, in bounded time, from Okta", async function () {
        this.timeout(60_000);
        const request: ApiRequest = { method: "POST", path: "/api/v1/groups", body: {} };
        const property = fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 4 }), async (answers) => {
            const script = looping(answers);
            await check(script, () => okta(script)(request));
        });

        await fc.assert(property, { numRuns: 3_000 });
    });

    it("is an answer or a typed error, in bounded time, from OPA, token included", async function () {
        this.timeout(60_000);
        const property = fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 4 }), async (answers) => {
            const script = looping(answers);
            await check(script, () => opa(script)({ method: "GET", path: "/v1/teams/acme/groups" }));
        });

        await fc.assert(property, { numRuns: 3_000 });
    });

    it("is a list or a typed error, in bounded time, as a page of a listing", async function () {
        this.timeout(60_000);
        const page = fc.record({ status: fc.constant(200), headers, body });
        const property = fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 6 }), async (pages) => {
            const script = looping([...pages, { status: 200, body: [] }]);
            const itemsOf = (list: unknown) => (list as { list: unknown[] }).list.map((item) => item);
            await check(script, () =>
                allPages(okta(script), { method: "GET", path: "/a", query: { limit: 1 } }, itemsOf),
            );
        });

        await fc.assert(property, { numRuns: 2_000 });
    });

    it("does not spoil the connection for the good answers after it", async function () {
        this.timeout(60_000);
        const property = fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 5 }), async (answers) => {
            let isWell = false;
            const script = new Script((_request, number) => {
                const broken = answers[number - 1];
                isWell = broken === undefined;
                return broken ?? { status: 200, headers: {} };
            });
            const send = okta(script);
            const attempts = async () => {
                for (let number = 0; number < 40; number += 1) {
                    await send({ method: "GET", path: "/api/v1/groups" }).catch(checkFailure);
                    if (isWell) return;
                    await new Promise((done) => setTimeout(done, 600_000));
                }
                assert.fail("never well again");
            };
            await settled(clock, attempts(), 1);
        });

        await fc.assert(property, { numRuns: 1_000 });
    });
});
