import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Only this machine may reach a tenant. */
const host = "127.0.0.1";

/** The requested port is not available; the message says what to do. */
export class CannotListen extends Error {}

/** Makes a server listen, on this machine only; port 0 means any free port. Returns its base URL. */
export async function listen(server: Server, port: number): Promise<string> {
    try {
        server.listen({ port, host });
        await once(server, "listening");
    } catch (failure) {
        throw reasons[codeOf(failure)]?.(port) ?? failure;
    }
    return `http://${host}:${(server.address() as AddressInfo).port}`;
}

/** Frees the port and ends every connection. A second call does nothing. */
export async function close(server: Server): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
}

const reasons: Readonly<Record<string, (port: number) => CannotListen>> = {
    EADDRINUSE: (port) =>
        new CannotListen(`Port ${port} is taken: ${host}:${port}. Choose another, or 0 for any free one.`),
    EACCES: (port) =>
        new CannotListen(`Port ${port} is not allowed to this user: ${host}:${port}. Choose one above 1023.`),
};

function codeOf(failure: unknown): string {
    return failure instanceof Error && "code" in failure ? String(failure.code) : "";
}
