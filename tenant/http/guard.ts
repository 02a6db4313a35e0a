import type { FastifyRequest } from "fastify";
import type { Handler } from "./server";

/** The names of this machine itself. A name that leads here although it is another one's is an attack (DNS rebinding). */
const ownNames = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** How a call shows that it comes from a page of somebody else's; undefined when it does not. */
function strangeness({ method, headers }: FastifyRequest): string | undefined {
    const { host = "", origin, "sec-fetch-site": site, "sec-fetch-dest": shownAs } = headers;
    if (!ownNames.test(host)) return `the host is ${JSON.stringify(host)}. Use 127.0.0.1 or localhost`;
    if (origin !== undefined && origin !== `http://${host}`) return `the page is of ${JSON.stringify(origin)}`;
    // A browser leaves out the origin where it still says this. A link to the tenant's page may be anywhere.
    const isLink = method === "GET" && shownAs === "document";
    if (isLink || site === undefined || site === "same-origin" || site === "none") return undefined;
    return "the page is of another site";
}

/**
 * Keeps the pages of others away that a browser on this machine happens to show: what the tenant serves for itself is for its
 * own page and for programs. Routes are guarded, not paths, since a router takes a path in more than one spelling.
 */
export function guarded(handler: Handler): Handler {
    return async (request, reply, params) => {
        const why = strangeness(request);
        if (why === undefined) return handler(request, reply, params);
        const error = `The tenant is for programs on this machine and its own page alone, and ${why}.`;
        return reply.code(403).send({ error });
    };
}
