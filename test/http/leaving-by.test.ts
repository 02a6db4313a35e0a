import assert from "node:assert/strict";
import { Agent, createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Outdated } from "../../resources/http/failure/not-sent";
import { transport } from "../../resources/http/network/transport";
import type { ApiRequest } from "../../resources/http/send";
import { now } from "../../resources/http/time/clock";

/** An agent whose connections are there only when they are let through. */
class Held extends Agent {
    #release = () => {};
    readonly #released = new Promise<void>((resolve) => {
        this.#release = resolve;
    });

    override createConnection(options: { port?: number }, connected?: (error: Error | null, socket: Socket) => void) {
        void this.#released.then(() => connected?.(null, connect(options.port ?? 0, "127.0.0.1")));
        // Node takes a connection that comes later, though its types do not say so.
        return undefined as unknown as Socket;
    }

    release(): void {
        this.#release();
    }
}

describe("a write that rests on what was seen, on its way to the network", () => {
    let server: Server;
    let received: string[];
    let origin: string;
    beforeEach(async () => {
        received = [];
        server = createServer((request, response) => {
            received.push(`${request.method} ${request.url}`);
            response.writeHead(204).end();
        });
        await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
        origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => {
        server.closeAllConnections();
        return new Promise((resolve) => void server.close(resolve));
    });

    const deletion = (freshMs: number): ApiRequest => ({
        method: "DELETE",
        path: "/things/1",
        restsOn: { seenAt: now(), freshMs },
        attempt: { number: 1, deadlineMs: Date.now() + 60_000, startByMs: Date.now() + freshMs },
    });
    const over = (agent: Agent) => transport({ origin, timeoutMs: 60_000, userAgent: "test", agentFor: () => agent });

    it("never leaves when its connection is there too late", async () => {
        const agent = new Held();

        await assert.rejects(over(agent)(deletion(20)), Outdated);
        agent.release();
        // A call that leaves after it shows that the connection works, and would have come second.
        await over(new Agent())({ method: "GET", path: "/later" });

        assert.deepEqual(received, ["GET /later"]);
    });

    it("leaves when its connection is there in time", async () => {
        const agent = new Held();
        const answer = over(agent)(deletion(60_000));
        agent.release();

        assert.equal((await answer).status, 204);
    });
});
