import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { originForm } from "./target";

/** Longest path segment the router takes; a login or a group name may be long once it is encoded. */
const maxSegmentLength = 4096;

/** Answers a request that the server itself cannot take, such as one with a path it cannot decode. */
export type Refuse = (request: FastifyRequest, reply: FastifyReply, status: number) => unknown;

/** An HTTP server without routes that leaves bodies as text and takes request targets in absolute form. */
export function createServer(refuse: Refuse): FastifyInstance {
    const app = fastify({
        frameworkErrors: (error, request, reply) => void refuse(request, reply, error.statusCode ?? 400),
        exposeHeadRoutes: false,
        forceCloseConnections: true,
        routerOptions: { maxParamLength: maxSegmentLength },
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
    return app;
}
