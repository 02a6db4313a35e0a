import { connect } from "node:net";

/**
 * Whether the Pulumi engine that started this process is gone: killed, say. Its own cancel request never reaches a dynamic
 * provider (the SDK answers it with nothing), so we ask its port. Other programs than Pulumi's provider process: never.
 */
export function runIsOver(argv: readonly string[] = process.argv): Promise<boolean> {
    const [, program = "", engine = ""] = argv;
    const address = /^(?:tcp:\/\/)?(127\.0\.0\.1|localhost|\[::1\]):(\d+)$/.exec(engine);
    if (!program.includes("dynamic-provider") || !address) return Promise.resolve(false);
    return new Promise((resolve) => {
        const socket = connect({ host: address[1] ?? "", port: Number(address[2]) });
        const answer = (isOver: boolean) => {
            socket.destroy();
            resolve(isOver);
        };
        socket.once("connect", () => answer(false));
        // Only a refusal proves it; anything else may pass.
        socket.once("error", (error: NodeJS.ErrnoException) => answer(error.code === "ECONNREFUSED"));
    });
}
