import type { FastifyInstance } from "fastify";
import { guard } from "../http/guard";
import type { World } from "../world";

/** After how long a follower that lost the tenant looks for it again. */
const retryMs = 1000;

/** Where the events are. */
export const eventsPath = "/control/events";

/** Puts `GET /control/events` on the server: a server-sent event for each call that ends and each push that arrives. */
export function mountEvents(app: FastifyInstance, { log }: World): void {
    app.get(eventsPath, { onRequest: guard }, (_request, reply) => {
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        raw.write(`retry: ${retryMs}\n\n`);
        const end = log.follow((news) => {
            const [event, data] = typeof news === "string" ? [news, {}] : ["request", news];
            raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        });
        raw.once("close", end);
    });
}
