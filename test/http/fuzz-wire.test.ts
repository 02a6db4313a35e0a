import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import fc from "fast-check";
import { agentsFor } from "../../resources/http/network/agents";
import { transport } from "../../resources/http/network/transport";
import type { Send } from "../../resources/http/send";
import { checkFailure, status } from "./support/fuzzed";

describe("a fuzzed answer on the wire", () => {
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
