import { fastify } from "fastify";
import { type Call, type Fault, Faults } from "./answering";
import { gitHubTokens, mountGitHub } from "./github-api";
import { gitLabTokens, mountGitLab } from "./gitlab-api";
import { Repository } from "./repository";

/** A stand-in for the APIs of both code hosts, over one repository: acme/secrets, project 42. */
export interface CodeHostStandIn {
    /** The environment of a job on that host. */
    readonly environment: Readonly<Record<"github" | "gitlab", Readonly<Record<string, string>>>>;
    readonly repository: Repository;
    /** Every call so far. */
    readonly calls: readonly Call[];
    /** Makes a later call fail, once. */
    fail(fault: Fault): void;
    close(): Promise<void>;
}

/** Starts one on a free port of this machine. */
export async function startCodeHost(): Promise<CodeHostStandIn> {
    const [repository, faults, calls] = [new Repository(), new Faults(), [] as Call[]];
    const server = fastify({ bodyLimit: 8 * 1024 * 1024, forceCloseConnections: true });
    let origin = "";
    server.addHook("onResponse", async ({ method, url }, { statusCode }) => {
        calls.push({ method, url, status: statusCode });
    });
    mountGitHub(server, repository, () => origin);
    mountGitLab(server, repository, () => origin);
    const given = (reply: { code(status: number): { headers(all: object): unknown } }, { status, headers }: Fault) =>
        reply.code(status).headers(headers ?? {});
    server.addHook("preHandler", async (request, reply) => {
        const fault = faults.take(request);
        if (fault?.afterwards) Object.assign(request, { later: fault });
        else if (fault) {
            given(reply, fault);
            await reply.send(fault.body ?? { message: "as a fault" });
        }
    });
    server.addHook("onSend", async (request, reply, payload) => {
        const { later } = request as { later?: Fault };
        if (!later) return payload;
        given(reply, later);
        return JSON.stringify(later.body ?? {});
    });
    origin = await server.listen({ host: "127.0.0.1", port: 0 });
    const [gitHubToken = ""] = Object.keys(gitHubTokens);
    const [gitLabToken = ""] = Object.keys(gitLabTokens);
    return {
        environment: {
            github: { GITHUB_API_URL: origin, GITHUB_REPOSITORY: "acme/secrets", GITHUB_TOKEN: gitHubToken },
            gitlab: { CI_API_V4_URL: `${origin}/api/v4`, CI_PROJECT_ID: "42", GITLAB_TOKEN: gitLabToken },
        },
        repository,
        calls,
        fail: (fault) => faults.arm(fault),
        close: () => server.close(),
    };
}
