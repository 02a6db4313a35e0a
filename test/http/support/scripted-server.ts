import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call as it arrived. */
export interface Arrived {
    readonly method: string;
    /** Path and query. */
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
    /** Counts the connections: equal numbers came on the same one. */
    readonly connection: number;
}

export type Handler = (call: Arrived, response: ServerResponse) => void;

/** A real server on a free port of this machine that answers as a test tells it. */
export class ScriptedServer {
    readonly calls: Arrived[] = [];
    readonly #connections = new Map<unknown, number>();
    readonly #server: Server;

    constructor(handler: Handler, create: (listener: RequestListener) => Server = createServer) {
        this.#server = create(async (request, response) => {
            const { socket } = request;
            const connection = this.#connections.get(socket) ?? this.#connections.size + 1;
            this.#connections.set(socket, connection);
            let body = "";
            for await (const part of request) body += part;
            const { method = "", url = "", headers } = request;
            const call = { method, url, headers, body, connection };
            this.calls.push(call);
            handler(call, response);
        });
    }

    /** Listens and tells the port. */
    async start(): Promise<number> {
        await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
        return (this.#server.address() as AddressInfo).port;
    }

    async close(): Promise<void> {
        this.#server.closeAllConnections();
        await new Promise((done) => this.#server.close(done));
    }
}

/** Answers JSON. */
export function json(
    response: ServerResponse,
    body: unknown,
    status = 200,
    headers: Record<string, string> = {},
): void {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
