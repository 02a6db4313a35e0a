import http, { type IncomingMessage, type Server } from "node:http";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { isTooLong, type Routes } from "./routes";
import { originForm } from "./target";

/** Answers a call to a path that is known, with the values of its variable segments. */
export type Handler = (
    request: FastifyRequest,
    reply: FastifyReply,
    params: Readonly<Record<string, string>>,
) => Promise<FastifyReply>;

/** What a server answers. */
export interface Answering {
    readonly routes: Routes<Handler>;
    /** Answers a request to a path, or with a method, that no route has. */
    unknown(request: FastifyRequest, reply: FastifyReply): unknown;
    /** Answers a request that the server itself cannot take, such as one with a path it cannot decode. */
    refuse(request: FastifyRequest, reply: FastifyReply, status: number): unknown;
}

/** An HTTP server that leaves bodies as text and takes request targets in absolute form. */
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
 * Reads requests for the servers of all tenants in this process: one Fastify compiles a hundred functions when it is made, which takes
 * longer than a tenant needs for all else, and three times as long once Pulumi's SDK listens to the compiler.
 */
let reader: FastifyInstance | undefined;

const answeringTo = new WeakMap<IncomingMessage, Answering>();

function createReader(): FastifyInstance {
    const app = fastify({
        frameworkErrors: (error, request, reply) =>
            void answering(request).refuse(request, reply, error.statusCode ?? 400),
        exposeHeadRoutes: false,
        // docs/contracts/okta-api.md 5.2: the real plugin sends targets in absolute form, with a host and port to
        // ignore.
        rewriteUrl: (request) => originForm(request.url ?? "/"),
    });
    app.setErrorHandler((error: { statusCode?: number }, request, reply) =>
        answering(request).refuse(request, reply, error.statusCode ?? 500),
    );
    app.setNotFoundHandler((request, reply) => answering(request).unknown(request, reply));
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
