import fastify, { type FastifyInstance } from "fastify";

/** Longest path segment the router takes; a login or a group name may be long once it is encoded. */
const maxSegmentLength = 4096;

/** An HTTP server without routes that leaves bodies as text and takes request targets in absolute form. */
export function createServer(): FastifyInstance {
    const app = fastify({
        exposeHeadRoutes: false,
        forceCloseConnections: true,
        routerOptions: { maxParamLength: maxSegmentLength },
        // contracts/okta-api.md 5.2: the real plugin sends targets in absolute form, with a host and port to ignore.
        rewriteUrl: (request) => originForm(request.url ?? "/"),
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
    return app;
}

function originForm(target: string): string {
    if (target.startsWith("/")) return target;
    const url = new URL(target, "http://tenant");
    return `${url.pathname}${url.search}`;
}
