import type { FastifyInstance } from "fastify";
import type { World } from "../world";

/** Puts `GET /control/events` on the server: a server-sent event for each call that ends and each push that arrives. */
export function mountEvents(app: FastifyInstance, { log }: World): void {
    app.get("/control/events", (request, reply) => {
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        raw.write(": the tenant\n\n");
        const end = log.follow((call) => {
            raw.write(call ? `event: request\ndata: ${JSON.stringify(call)}\n\n` : "event: change\ndata: {}\n\n");
        });
        request.raw.once("close", end);
    });
}
