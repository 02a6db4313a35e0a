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

/** One of the two APIs, as the server needs to know it. */
export interface Api {
    readonly name: "okta" | "opa";
    /** Path patterns and what answers them. */
    readonly operations: readonly Operation[];
    /** Whose credential a call carries; undefined when it carries none, or no good one. */
    holderOf(call: Call): string | undefined;
    /** The API's own error of this status, with all that goes with any answer to this call. */
    refuse(status: number, call: Call): Answer;
    /** The API's answer to a path it does not know, or knows with other methods only. */
    unknown(call: Call, otherMethods: boolean): Promise<Answer>;
}

/** A route together with everything that guards it. */
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

/** An operation outside both APIs, for the tenant's page and programs alone: not counted, not logged, never faulted. */
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

/** Serves a request to a path none of the operations has. */
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

/** Serves a request that the server itself could not take. */
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
    const entry = world.log.arrive(api.name, request.method, url, world.clock.wallMs());
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
        // By the tenant's clock, because clients set the limits' times against it.
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
    // A buffer, because fastify would add a charset to a text.
    reply.send(Buffer.from(text));
}
