import { guarded } from "../http/guard";
import type { Routes } from "../http/routes";
import type { Handler } from "../http/server";
import type { World } from "../world";

/** How long a follower waits before it reconnects to a tenant that it lost. */
const retryMs = 1000;

/** The path of the events. */
export const eventsPath = "/control/events";

/** Adds `GET /control/events` to the routes: a server-sent event for each call that ends and each push that arrives. */
export function mountEvents(routes: Routes<Handler>, { log }: World): void {
    const follow: Handler = async (_request, reply) => {
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        raw.write(`retry: ${retryMs}\n\n`);
        const end = log.follow((news) => {
            const [event, data] = typeof news === "string" ? [news, {}] : ["request", news];
            raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        });
        raw.once("close", end);
        return reply;
    };
    routes.add("GET", eventsPath, guarded(follow));
}
