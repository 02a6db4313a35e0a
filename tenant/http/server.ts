import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Routes } from "./routes";
import { originForm } from "./target";

/** Answers a call to a path that is known, with the values of its variable segments. */
export type Handler = (
    request: FastifyRequest,
    reply: FastifyReply,
    params: Readonly<Record<string, string>>,
) => Promise<FastifyReply>;

/** Answers a request that the server itself cannot take, such as one with a path it cannot decode. */
export type Refuse = (request: FastifyRequest, reply: FastifyReply, status: number) => unknown;

/** An HTTP server for these routes that leaves bodies as text and takes request targets in absolute form. */
export function createServer(routes: Routes<Handler>, refuse: Refuse): FastifyInstance {
    const app = fastify({
        frameworkErrors: (error, request, reply) => void refuse(request, reply, error.statusCode ?? 400),
        exposeHeadRoutes: false,
        forceCloseConnections: true,
        // docs/contracts/okta-api.md 5.2: the real plugin sends targets in absolute form, with a host and port to
        // ignore.
        rewriteUrl: (request) => originForm(request.url ?? "/"),
    });
    app.setErrorHandler((error: { statusCode?: number }, request, reply) =>
        refuse(request, reply, error.statusCode ?? 500),
    );
    // A type that is none is no type: each API has an answer of its own to that.
    app.addHook("onRequest", async ({ mediaType, headers }) => {
        if (mediaType === undefined) delete headers["content-type"];
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
    app.route({
        method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
        url: "/*",
        handler: (request, reply) => {
            const found = routes.find(request.method, request.url);
            return found ? found.handler(request, reply, found.params) : reply.callNotFound();
        },
    });
    return app;
}
