import { connect, Server } from "node:net";

/** What the engine sends to its plugins on the first interrupt, Ctrl-C (docs/contracts/pulumi-engine.md 3.1). */
const cancelPath = "/pulumirpc.ResourceProvider/Cancel";

let wasInterrupted = false;
const watched = new WeakSet<Server>();

/**
 * Watches the run that Pulumi's provider process serves, and tells whether it is over: the user interrupted it, or its
 * engine is gone, for example killed. In any other process a run never ends.
 */
export function watchRun(argv: readonly string[] = process.argv): () => Promise<boolean> {
    const [, program = "", engine = ""] = argv;
    const [, host, port] = /^(?:tcp:\/\/)?(127\.0\.0\.1|localhost|\[::1\]):(\d+)$/.exec(engine) ?? [];
    if (!program.includes("dynamic-provider") || !host) return () => Promise.resolve(false);
    for (const server of serversOfThisProcess()) noticeCancel(server);
    return () => (wasInterrupted ? Promise.resolve(true) : isGone(host, Number(port)));
}

/**
 * The SDK answers the engine's Cancel without telling the provider, so we listen beside it on the same server. Node has no
 * public way to find a server that others opened. Without it, we would notice an interrupt only when the engine ends.
 */
function serversOfThisProcess(): readonly Server[] {
    const { _getActiveHandles: handles } = process as { _getActiveHandles?: () => readonly unknown[] };
    return (handles?.call(process) ?? []).filter((handle) => handle instanceof Server);
}

function noticeCancel(server: Server): void {
    if (watched.has(server)) return;
    watched.add(server);
    // An event of HTTP/2 servers (Node documentation, "Http2Server"); gRPC speaks HTTP/2.
    server.on("stream", (_stream: unknown, headers: Readonly<Record<string, unknown>>) => {
        wasInterrupted ||= headers[":path"] === cancelPath;
    });
}

function isGone(host: string, port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect({ host: host.replace(/[[\]]/g, ""), port });
        const answer = (gone: boolean) => {
            socket.destroy();
            resolve(gone);
        };
        socket.once("connect", () => answer(false));
        // Only a refused connection proves that the engine is gone; any other failure may pass.
        socket.once("error", (error: NodeJS.ErrnoException) => answer(error.code === "ECONNREFUSED"));
    });
}
