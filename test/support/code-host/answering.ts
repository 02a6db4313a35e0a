import type { FastifyReply, FastifyRequest } from "fastify";

/** A call that a host got. */
export interface Call {
    readonly method: string;
    readonly url: string;
    readonly status: number;
}

/** An answer in place of the usual one. */
export interface Fault {
    readonly method: string;
    readonly path: RegExp;
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    /** Whether the call does what it asks nevertheless, as with an answer that was lost on its way. */
    readonly afterwards?: boolean;
}

/** Faults that are still to come; each happens once. */
export class Faults {
    readonly #pending: Fault[] = [];

    arm(fault: Fault): void {
        this.#pending.push(fault);
    }

    take({ method, url }: FastifyRequest): Fault | undefined {
        const found = this.#pending.findIndex((one) => one.method === method && one.path.test(url));
        return found < 0 ? undefined : this.#pending.splice(found, 1)[0];
    }
}

/** One page of a list, with the links to others in the header Link (RFC 8288), as both hosts give them. */
export function page<Item>(
    { url }: FastifyRequest,
    reply: FastifyReply,
    items: readonly Item[],
    { usual, origin }: { readonly usual: number; readonly origin: string },
): readonly Item[] {
    const here = new URL(url, origin);
    const asked = (name: string, fallback: number) => Math.max(1, Number(here.searchParams.get(name) ?? fallback) || 1);
    // More than 100 are not given (both hosts' pages on pagination).
    const perPage = Math.min(asked("per_page", usual), 100);
    const number = asked("page", 1);
    const last = Math.max(1, Math.ceil(items.length / perPage));
    const link = (to: number, rel: string) => {
        const there = new URL(here);
        there.searchParams.set("page", String(to));
        return `<${there.href}>; rel="${rel}"`;
    };
    const links = [
        ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
        ...(number > 1 ? [link(1, "first"), link(number - 1, "prev")] : []),
    ];
    if (links.length > 0) void reply.header("link", links.join(", "));
    return items.slice((number - 1) * perPage, number * perPage);
}

/** The value of a query parameter. */
export function asked({ query }: FastifyRequest, name: string): string | undefined {
    const value = (query as Readonly<Record<string, unknown>>)[name];
    return typeof value === "string" ? value : undefined;
}

/** A parameter of the path. */
export const inPath = ({ params }: FastifyRequest, name: string): string =>
    (params as Readonly<Record<string, string>>)[name] ?? "";

/** A text of the body. */
export function sent({ body }: FastifyRequest, name: string): string | undefined {
    const value = (Object(body) as Readonly<Record<string, unknown>>)[name];
    return typeof value === "string" ? value : undefined;
}
