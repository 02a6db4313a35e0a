import type { FastifyReply, FastifyRequest } from "fastify";
import type { PlainOperation } from "../http/serve";
import { eventsPath } from "./events";

/** Whether a call is addressed to the tenant's control URL, with any path and method. */
export function isControl(url: string): boolean {
    return /^\/control(?=[/?]|$)/.test(url);
}

/** Answers a call to the control URL that matches none of its operations. */
export function answerStray(
    { method, url }: FastifyRequest,
    reply: FastifyReply,
    status: number,
    operations: readonly PlainOperation[],
): FastifyReply {
    const known = [...operations.map((one) => `${one.method} ${one.path}`), `GET ${eventsPath}`];
    const error = status === 404 ? "The tenant has no such call" : "The tenant cannot take this call";
    return reply.code(status).send({ error, called: `${method} ${url}`, known });
}
