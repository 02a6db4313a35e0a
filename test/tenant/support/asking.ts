import { request } from "node:http";
import type { Tenant } from "../../../tenant";

/** A call as it goes over the wire. */
export interface Asked {
    readonly method?: string;
    /** As it stands in the request line: a path with its query, or a whole URL. */
    readonly target: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly text?: string;
}

/** An answer with all a test may ask about. */
export interface Answered {
    readonly status: number;
    /** Names and values as they came, in order. */
    readonly lines: readonly (readonly [name: string, value: string])[];
    readonly text: string;
}

/** Sends a call over a connection of its own. */
export function ask(tenant: Tenant, { method = "GET", target, headers = {}, text }: Asked): Promise<Answered> {
    const { hostname, port } = new URL(tenant.url);
    return new Promise((resolve, reject) => {
        const sent = request({ hostname, port, method, path: target, headers, agent: false }, async (response) => {
            response.setEncoding("utf8");
            const parts: string[] = [];
            try {
                for await (const part of response) parts.push(String(part));
            } catch (failure) {
                reject(failure);
            }
            const pairs = response.rawHeaders;
            const lines = pairs.flatMap((name, at) => (at % 2 ? [] : [[name, pairs[at + 1] ?? ""] as const]));
            resolve({ status: response.statusCode ?? 0, lines, text: parts.join("") });
        });
        sent.once("error", reject);
        sent.end(text);
    });
}

/** The values of a header, one for each line of it. */
export function headerLines({ lines }: Answered, name: string): string[] {
    return lines.filter(([its]) => its.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

/** The body as JSON; undefined when there is none. */
export function bodyOf<Body = Record<string, unknown>>({ text }: Answered): Body {
    return (text === "" ? undefined : JSON.parse(text)) as Body;
}
