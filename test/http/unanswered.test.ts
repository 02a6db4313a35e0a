import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import sinon from "sinon";
import type { ApiFailure } from "../../resources/http/failure/api-failure";
import { agentsFor } from "../../resources/http/network/agents";
import { transport } from "../../resources/http/network/transport";
import type { ApiRequest, Send } from "../../resources/http/send";
import { type Handler, ScriptedServer } from "./support/scripted-server";

describe("a call without a whole answer", () => {
    let server: ScriptedServer | undefined;
    afterEach(async () => {
        sinon.restore();
        await server?.close();
        server = undefined;
    });

    async function to(
        handler: Handler,
        timeoutMs = 5_000,
    ): Promise<{ send: Send; host: string; calls: ScriptedServer["calls"] }> {
        server = new ScriptedServer(handler);
        const origin = `http://127.0.0.1:${await server.start()}`;
        return {
            host: new URL(origin).host,
            send: transport({ origin, timeoutMs, userAgent: "test", agentFor: agentsFor(origin) }),
            calls: server.calls,
        };
    }

    const failure = (sent: Promise<unknown>) =>
        sent.then(
            () => assert.fail("was answered"),
            ({ kind, status, mayHaveHappened, details }: ApiFailure) => ({
                kind,
                status,
                mayHaveHappened,
                said: details.said,
            }),
        );
    const get: ApiRequest = { method: "GET", path: "/a" };

    const drops: readonly [string, (response: ServerResponse) => void][] = [
        ["before", (response) => response.destroy()],
        [
            "in the middle of",
            (response) => {
                response.writeHead(200, { "content-length": "100" }).write('{"half":');
                setImmediate(() => response.destroy());
            },
        ],
    ];
    for (const [how, drop] of drops) {
        it(`fails as unavailable when the connection is dropped ${how} the answer`, async () => {
            const { send } = await to((_call, response) => drop(response));

            const [read, write] = [await failure(send(get)), await failure(send({ method: "POST", path: "/a" }))];

            assert.deepEqual([read.kind, read.status, read.mayHaveHappened], ["unavailable", undefined, false]);
            assert.deepEqual([write.kind, write.mayHaveHappened], ["unavailable", true]);
            assert.equal(write.status, how === "before" ? undefined : 200);
        });
    }

    it("fails as unavailable, effect unknown, when no answer comes in time", async () => {
        const { send, host } = await to(() => undefined, 40);

        assert.deepEqual(await failure(send({ method: "PUT", path: "/a" })), {
            kind: "unavailable",
            status: undefined,
            mayHaveHappened: true,
            said: `No answer from ${host} within 0.04 s`,
        });
    });

    it("waits for an answer until the call's deadline at most, and sends nothing after it", async () => {
        // Time stands still until the call has arrived.
        const clock = sinon.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
        const { send, calls } = await to(() => clock.tick(40));
        const late = { ...get, attempt: { number: 1, deadlineMs: Date.now() + 40 } };

        assert.match((await failure(send(late))).said, /^No answer from 127\.0\.0\.1:\d+ within 0\.04 s$/);
        assert.deepEqual(await failure(send({ ...late, method: "POST" })), {
            kind: "unavailable",
            status: undefined,
            mayHaveHappened: false,
            said: "The time for this call ran out before it could be sent",
        });
        assert.equal(calls.length, 1);
    });

    it("fails as unavailable, effect none, when nothing listens", async () => {
        const closed = new ScriptedServer(() => undefined);
        const origin = `http://127.0.0.1:${await closed.start()}`;
        await closed.close();
        const send = transport({ origin, timeoutMs: 5_000, userAgent: "", agentFor: agentsFor(origin) });

        assert.deepEqual(await failure(send({ method: "POST", path: "/a" })), {
            kind: "unavailable",
            status: undefined,
            mayHaveHappened: false,
            said: `The connection to ${origin.slice(7)} failed (ECONNREFUSED)`,
        });
    });

    it("fails when a success is not JSON, and passes a failure on without its page", async () => {
        const page = "<html>Welcome to the hotel</html>";
        const { send } = await to(({ url }, response) => response.writeHead(url === "/a" ? 200 : 502).end(page));

        assert.deepEqual(await failure(send({ method: "POST", path: "/a" })), {
            kind: "unavailable",
            status: 200,
            mayHaveHappened: true,
            said: "The answer is not JSON",
        });
        assert.equal((await send({ ...get, path: "/b" })).body, undefined);
    });
});
