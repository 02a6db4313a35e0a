import type { Agent, ClientRequest } from "node:http";

/**
 * The same agent for a request that must leave this machine within so many milliseconds. Calls `giveUp` when the request is then
 * still waiting for its connection or for the proxy. How long the answer takes does not count.
 */
export function leavingBy(agent: Agent, leftMs: number, giveUp: () => void): Agent {
    return Object.create(agent, {
        // How Node hands a request to an agent; HttpsProxyAgent builds on it as well.
        addRequest: {
            value: (request: ClientRequest, ...rest: unknown[]) => {
                const timer = setTimeout(() => {
                    if (!request.writableFinished) giveUp();
                }, leftMs);
                request.once("close", () => clearTimeout(timer));
                Reflect.apply(Reflect.get(agent, "addRequest"), agent, [request, ...rest]);
            },
        },
    });
}
