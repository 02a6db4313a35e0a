import type { FastifyRequest } from "fastify";
import type { Handler } from "./server";

/** This machine's own names. Another host name that resolves to this machine is an attack (DNS rebinding). */
const ownNames = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Why a call appears to come from a foreign web page; undefined when it does not. */
function strangeness({ method, headers }: FastifyRequest): string | undefined {
    const { host = "", origin, "sec-fetch-site": site, "sec-fetch-dest": shownAs } = headers;
    if (!ownNames.test(host)) return `the host is ${JSON.stringify(host)}. Use 127.0.0.1 or localhost`;
    if (origin !== undefined && origin !== `http://${host}`) return `the page is of ${JSON.stringify(origin)}`;
    // A browser omits Origin here but still sends this header. Any page may link to the tenant's page.
    const isLink = method === "GET" && shownAs === "document";
    if (isLink || site === undefined || site === "same-origin" || site === "none") return undefined;
    return "the page is of another site";
}

/**
 * Refuses foreign web pages that a browser on this machine shows: what the tenant serves for itself is only for its own page
 * and for programs. The guard is on routes, not on paths, because a router accepts a path in more than one spelling.
 */
export function guarded(handler: Handler): Handler {
    return async (request, reply, params) => {
        const why = strangeness(request);
        if (why === undefined) return handler(request, reply, params);
        const error = `The tenant is for programs on this machine and its own page alone, and ${why}.`;
        return reply.code(403).send({ error });
    };
}
