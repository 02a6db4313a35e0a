import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { inspect } from "node:util";
import fc from "fast-check";
import sinon from "sinon";
import { agentsFor } from "../../resources/http/agents";
import { ApiFailure } from "../../resources/http/api-failure";
import { allPages } from "../../resources/http/paginate";
import type { ApiRequest, Send } from "../../resources/http/send";
import { transport } from "../../resources/http/transport";
import { openOkta } from "../../resources/okta/connection";
import { openOpa } from "../../resources/opa/connection";
import { type Answer, fakeTime, Script, settled } from "./support/script";

const secret = "the-credential-of-this-test";

const words = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
        "",
        secret,
        `Bearer ${secret}`,
        "E0000007",
        "use_dpop_nonce",
        "\u0000\u001b[2J",
        "x".repeat(100_000),
    ),
    fc.string().map((text) => `${text}${secret}${text}`),
);
const anything = fc.oneof({ depthSize: "small" }, words, fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
const names = [
    "errorCode",
    "errorSummary",
    "errorId",
    "errorCauses",
    "message",
    "errors",
    "error",
    "error_cause",
].concat(
    ["error_description", "list", "nottype", "type", "code"],
    ["access_token", "bearer_token", "expires_in", "expires_at", "team_name"],
);
const inner = fc.dictionary(fc.constantFrom("path", "message", "conditionals", "errorSummary", "rule_ids"), anything, {
    maxKeys: 2,
});
const value = fc.oneof(anything, fc.array(inner, { maxLength: 3 }));
const named = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
const body = fc.oneof(anything, named, fc.array(named, { maxLength: 3 }));

const headerText = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abc019 ,;=<>"-/.:') }),
    fc.constantFrom(
        "0",
        "1",
        "600",
        "-1",
        "1e9",
        "NaN",
        "99999999999999999999",
        "600, 600",
        "1795528800",
        "1795528860",
    ),
    fc.constantFrom('<https://x.test/a?after=1>; rel="next"', '</a>; rel="next"', '<//[>; rel="next"', secret),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
);
const headerNames = ["date", "retry-after", "link", "www-authenticate", "dpop-nonce", "x-okta-request-id"].concat(
    ["limit", "remaining", "reset", "retry-at"].flatMap((name) => [`x-rate-limit-${name}`, `x-ratelimit-${name}`]),
);
const headers = fc.dictionary(fc.constantFrom(...headerNames), headerText, { maxKeys: 5 });
const status = fc.oneof(
    fc.constantFrom(200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 429, 429, 500, 503),
    fc.integer({ min: 100, max: 999 }),
);
const answer: fc.Arbitrary<Answer> = fc.oneof(
    { weight: 9, arbitrary: fc.record({ status, headers, body }) },
    { weight: 1, arbitrary: fc.constantFrom<Answer>("dropped", "refused") },
);

/** What a typed error must be, whatever came. */
function checkFailure(failure: unknown): void {
    assert.ok(failure instanceof ApiFailure, `${inspect(failure)} is no ApiFailure`);
    assert.match(failure.message, /^[^\p{Cc}]+: (GET|POST|PUT) \/\S+(, (\d+|no answer))?[.,]/u);
    assert.ok(failure.message.length < 6_000, `${failure.message.length} characters`);
    assert.ok(!inspect(failure, { depth: 9, showHidden: true }).includes(secret));
}

describe("a fuzzed answer", () => {
    describe("on fake time", () => {
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

    describe("on the wire", () => {
        let server: Server;
        let play: (socket: Socket) => void = () => undefined;
        let send: Send;
        beforeEach(async () => {
            server = createServer((socket) => {
                socket.on("error", () => undefined);
                socket.once("data", () => play(socket));
            });
            await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
            const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
            send = transport({ origin, timeoutMs: 250, userAgent: "test", agentFor: agentsFor(origin) });
        });
        afterEach(() => new Promise<void>((done) => void server.close(() => done())));

        const line = fc.oneof(
            status.map((code) => `HTTP/1.1 ${code} Whatever\r\n`),
            fc.constantFrom("HTTP/1.1 abc\r\n", "HTTP/9.9 200 OK\r\n", "", "SSH-2.0-OpenSSH\r\n", "\r\n\r\n"),
        );
        const wireHeader = fc.oneof(
            fc.constantFrom(
                "content-length: 5",
                "content-length: 99",
                "content-length: -1",
                "content-length: 3\r\ncontent-length: 4",
            ),
            fc.constantFrom(
                "transfer-encoding: chunked",
                "content-encoding: gzip",
                "content-encoding: br",
                "connection: close",
                "location: http://[",
            ),
            fc.string().map((text) => `x-any: ${text}`),
        );
        const wireBody = fc.oneof(
            fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
            fc.tuple(fc.json(), fc.nat(30)).map(([text, cut]) => text.slice(0, Math.max(0, text.length - cut))),
            fc.constantFrom(
                "5\r\n[1,2]\r\n0\r\n\r\n",
                "5\r\n[1",
                "zz\r\n",
                "[".repeat(20_000),
                `{"a":"${"x".repeat(500_000)}"}`,
            ),
            fc.string({ unit: "binary" }),
        );

        it("is an answer or a typed error, and never a hang", async function () {
            this.timeout(60_000);
            const wire = fc.record({
                line,
                lines: fc.array(wireHeader, { maxLength: 3 }),
                wireBody,
                end: fc.boolean(),
            });
            const property = fc.asyncProperty(wire, async ({ line, lines, wireBody, end }) => {
                play = (socket) => {
                    socket.write(`${line}${lines.map((header) => `${header}\r\n`).join("")}\r\n${wireBody}`);
                    if (end) socket.end();
                    else setImmediate(() => socket.destroy());
                };
                await send({ method: "GET", path: "/a" }).then(
                    ({ status }) => assert.equal(typeof status, "number"),
                    checkFailure,
                );
            });

            await fc.assert(property, { numRuns: 1_000 });
        });
    });
});
