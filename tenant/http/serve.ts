import type { FastifyReply, FastifyRequest } from "fastify";
import { faulted, type Outcome } from "../faults";
import type { RecordedRequest } from "../request-log";
import { visible } from "../visible";
import type { World } from "../world";
import type { Answer, Call } from "./answer";
import { guarded } from "./guard";
import { refusalAsAnswer } from "./refusal";
import type { Routes } from "./routes";
import type { Handler } from "./server";
import { urlAt } from "./target";

/** One of the two APIs, as far as the server must know it. */
export interface Api {
    readonly name: "okta" | "opa";
    /** Path patterns and their handlers. */
    readonly operations: readonly Operation[];
    /** Whose credential a call carries; undefined when it carries none or an invalid one. */
    holderOf(call: Call): string | undefined;
    /** The API's own error for this status, with the headers that every answer to this call has. */
    refuse(status: number, call: Call): Answer;
    /** The API's answer to an unknown path, or to a known path with an unknown method. */
    unknown(call: Call, otherMethods: boolean): Promise<Answer>;
}

/** A route together with all its guards. */
export interface Operation {
    readonly method: string;
    readonly path: string;
    readonly respond: (call: Call, entry: RecordedRequest) => Promise<Answer>;
}

/** Adds an API's operations to the routes. */
export function mount(routes: Routes<Handler>, world: World, api: Api): void {
    for (const { method, path, respond } of api.operations) {
        routes.add(method, path, (request, reply, params) => serve(world, api, request, reply, respond, params));
    }
}

/** An operation outside both APIs, only for the tenant's page and programs: never counted, logged or faulted. */
export interface PlainOperation {
    readonly method: string;
    readonly path: string;
    readonly answer: (call: Call) => Answer | Promise<Answer>;
}

/** Adds operations outside both APIs to the routes. */
export function mountPlain(routes: Routes<Handler>, operations: readonly PlainOperation[]): void {
    for (const { method, path, answer } of operations) {
        const answered: Handler = async (request, reply, params) => {
            write(reply, await answer(callOf(request, urlAt("http://tenant", request.url), params)));
            return reply;
        };
        routes.add(method, path, guarded(answered));
    }
}

/** Answers a request to a path that no operation has. */
export function serveUnknown(
    world: World,
    api: Api,
    request: FastifyRequest,
    reply: FastifyReply,
): Promise<FastifyReply> {
    const path = urlAt(world.baseUrl, request.url).pathname;
    const otherMethods = api.operations.some((operation) => patternOf(operation.path).test(path));
    return serve(world, api, request, reply, (call) => api.unknown(call, otherMethods));
}

/** Answers a request that the server itself cannot accept. */
export function serveRefused(
    world: World,
    api: Api,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
): Promise<FastifyReply> {
    return serve(world, api, request, reply, async (call) => api.refuse(status, call));
}

function patternOf(path: string): RegExp {
    return new RegExp(`^${path.replace(/:[^/]+/g, "[^/]+")}$`);
}

async function serve(
    world: World,
    api: Api,
    request: FastifyRequest,
    reply: FastifyReply,
    respond: Operation["respond"],
    params: Call["params"] = {},
): Promise<FastifyReply> {
    const url = urlAt(world.baseUrl, request.url);
    const { "user-agent": userAgent } = request.headers;
    const entry = world.log.arrive(api.name, request.method, url, world.clock.wallMs(), userAgent);
    const call = callOf(request, url, params);
    entry.by = api.holderOf(call) ?? entry.by;
    const fault = world.faults.take(request.method, url.pathname);
    entry.isFaulted = fault !== undefined;
    const refuse = (status: number) => api.refuse(status, call);
    const proceed = () => withoutFailing(refuse, () => respond(call, entry));
    const outcome = await faulted(fault, world.clock, refuse, proceed);
    return finish(world, entry, reply, outcome);
}

function callOf(request: FastifyRequest, url: URL, params: Call["params"]): Call {
    return {
        method: request.method,
        url,
        params,
        query: url.searchParams,
        headers: request.headers as Record<string, string | undefined>,
        text: typeof request.body === "string" ? request.body : "",
    };
}

async function withoutFailing(refuse: (status: number) => Answer, respond: () => Promise<Answer>): Promise<Answer> {
    try {
        return await refusalAsAnswer(respond);
    } catch (thrown) {
        const why = thrown instanceof Error ? thrown.stack : String(thrown);
        process.stderr.write(`${visible(`The tenant failed: ${why}`)}\n`);
        return refuse(500);
    }
}

function finish(world: World, entry: RecordedRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
    if (outcome === "dropped") {
        reply.hijack();
        reply.raw.destroy();
    } else {
        entry.status = outcome.status;
        // The tenant's clock, because clients compare rate-limit times with it.
        reply.header("date", new Date(world.clock.wallMs()).toUTCString());
        write(reply, outcome);
    }
    world.log.finish(entry);
    return reply;
}

function write(reply: FastifyReply, answer: Answer): void {
    reply.code(answer.status);
    for (const [name, value] of Object.entries(answer.headers ?? {})) {
        reply.header(name, typeof value === "string" ? value : [...value]);
    }
    const text = answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
    if (text === undefined) {
        reply.send();
        return;
    }
    if (!reply.hasHeader("content-type")) reply.header("content-type", "application/json");
    // A buffer, because Fastify would add a charset to a string.
    reply.send(Buffer.from(text));
}
