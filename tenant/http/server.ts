import http, { type IncomingMessage, type Server } from "node:http";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { isTooLong, type Routes } from "./routes";
import { originForm } from "./target";

/** Answers a call to a known path, with the values of its variable segments. */
export type Handler = (
    request: FastifyRequest,
    reply: FastifyReply,
    params: Readonly<Record<string, string>>,
) => Promise<FastifyReply>;

/** The handlers of a server. */
export interface Answering {
    readonly routes: Routes<Handler>;
    /** Answers a request whose path or method no route has. */
    unknown(request: FastifyRequest, reply: FastifyReply): unknown;
    /** Answers a request that the server cannot accept, such as one whose path cannot be decoded. */
    refuse(request: FastifyRequest, reply: FastifyReply, status: number): unknown;
}

/** An HTTP server that leaves bodies as text and accepts request targets in absolute form. */
export async function createServer(answering: Answering): Promise<Server> {
    reader ??= createReader();
    const app = reader;
    await app.ready();
    const server = http.createServer((request, response) => {
        answeringTo.set(request, answering);
        app.routing(request, response);
    });
    const { keepAliveTimeout, requestTimeout } = app.server;
    return Object.assign(server, { keepAliveTimeout, requestTimeout }).on("clientError", (error, socket) =>
        app.server.emit("clientError", error, socket),
    );
}

/**
 * Reads requests for the servers of all tenants in this process. Making a Fastify instance compiles a hundred functions.
 * That takes longer than all else a tenant does at start, and three times as long once Pulumi's SDK listens to the compiler.
 */
let reader: FastifyInstance | undefined;

const answeringTo = new WeakMap<IncomingMessage, Answering>();

function createReader(): FastifyInstance {
    const app = fastify({
        frameworkErrors: (error, request, reply) =>
            void answering(request).refuse(request, reply, error.statusCode ?? 400),
        exposeHeadRoutes: false,
        // docs/contracts/okta-api.md 5.2: the real plugin sends targets in absolute form; their host and port are
        // ignored.
        rewriteUrl: (request) => originForm(request.url ?? "/"),
    });
    app.setErrorHandler((error: { statusCode?: number }, request, reply) =>
        answering(request).refuse(request, reply, error.statusCode ?? 500),
    );
    app.setNotFoundHandler((request, reply) => answering(request).unknown(request, reply));
    // An invalid media type counts as none: each API has its own answer to that.
    app.addHook("onRequest", async ({ mediaType, headers }) => {
        if (mediaType === undefined) delete headers["content-type"];
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
    app.route({
        method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
        url: "/*",
        handler: (request, reply) => {
            const { routes, refuse, unknown } = answering(request);
            const found = routes.find(request.method, request.url);
            if (found) return found.handler(request, reply, found.params);
            return isTooLong(request.url) ? refuse(request, reply, 414) : unknown(request, reply);
        },
    });
    return app;
}

function answering({ raw }: FastifyRequest): Answering {
    const known = answeringTo.get(raw);
    if (!known) throw new Error("A request reached no tenant's server.");
    return known;
}
