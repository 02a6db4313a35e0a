import { Agent, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Duplex } from "node:stream";
import nodeFetch from "node-fetch";

/** Sees each request before the server does; what it does not pass on is never answered. */
export type Gate = (request: IncomingMessage, response: ServerResponse, passOn: () => void) => void;

/** Ends what `unplug` began, or cuts the connections there are. */
export interface Unplugged {
    cut(): void;
    end(): void;
}

/**
 * Leads every connection that this process opens over HTTP to `server`, whatever the address, and without sockets: all that
 * happens then happens in the event loop's turns, and the same every time.
 */
export function unplug(server: Server, gate: Gate): Unplugged {
    const answer = server.listeners("request") as ((request: IncomingMessage, response: ServerResponse) => void)[];
    const gated = (request: IncomingMessage, response: ServerResponse) =>
        gate(request, response, () => {
            for (const one of answer) one.call(server, request, response);
        });
    server.removeAllListeners("request").on("request", gated);
    const open = new Set<CableEnd>();
    const createConnection: unknown = Reflect.get(Agent.prototype, "createConnection");
    Reflect.set(Agent.prototype, "createConnection", () => {
        const [near, far] = cable();
        open.add(near);
        near.once("close", () => open.delete(near));
        server.emit("connection", far);
        return near;
    });
    const agent = new Agent({ keepAlive: true });
    // The Okta plugin, and people's hands, use the global one, which has no agent.
    const { fetch } = globalThis;
    const unpluggedFetch = (url: string, init: object) => nodeFetch(url, { ...init, agent });
    Object.assign(globalThis, { fetch: unpluggedFetch });
    const cut = () => {
        for (const one of open) one.destroy();
    };
    return {
        cut,
        end() {
            Reflect.set(Agent.prototype, "createConnection", createConnection);
            Object.assign(globalThis, { fetch });
            cut();
            agent.destroy();
        },
    };
}

function cable(): readonly [CableEnd, CableEnd] {
    const [near, far] = [new CableEnd(), new CableEnd()];
    near.other = far;
    far.other = near;
    return [near, far];
}

/** One end of a cable: what is written here is read at the other end. */
class CableEnd extends Duplex {
    other: CableEnd | undefined;
    #taken: (() => void) | undefined;

    override _read(): void {
        const taken = this.#taken;
        this.#taken = undefined;
        taken?.();
    }

    override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
        if (!this.other || this.other.destroyed || chunk.length === 0) process.nextTick(done);
        else {
            this.other.#taken = done;
            this.other.push(chunk);
        }
    }

    override _final(done: () => void): void {
        if (this.other && !this.other.destroyed) this.other.push(null);
        done();
    }

    /** A cable that is cut is noticed at the other end, as a reset. */
    override _destroy(error: Error | null, done: (error: Error | null) => void): void {
        const { other } = this;
        const isCut = !this.writableEnded;
        if (other && !other.destroyed) {
            process.nextTick(() =>
                other.destroy(isCut ? Object.assign(new Error("reset"), { code: "ECONNRESET" }) : undefined),
            );
        }
        done(error);
    }

    // What a socket has, and this need not do.
    setTimeout(): this {
        return this;
    }
    setNoDelay(): this {
        return this;
    }
    setKeepAlive(): this {
        return this;
    }
    ref(): this {
        return this;
    }
    unref(): this {
        return this;
    }
}
