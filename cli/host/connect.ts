import type { CodeHost } from "./code-host";
import { gitHub } from "./github";
import { gitLab } from "./gitlab";

/** The hosts whose API we know. */
export const hosts = ["github", "gitlab"] as const;

export type HostName = (typeof hosts)[number];

/** The variables that each host's jobs have, and what each is for. */
const variables = {
    github: {
        GITHUB_API_URL: "the address of the API; GitHub sets it in each job",
        GITHUB_REPOSITORY: "the repository, owner/name; GitHub sets it in each job",
        GITHUB_TOKEN: "a token that may comment: in a workflow, `env: GITHUB_TOKEN: $" + "{{ github.token }}`",
    },
    gitlab: {
        CI_API_V4_URL: "the address of the API; GitLab sets it in each job",
        CI_PROJECT_ID: "the project; GitLab sets it in each job",
        GITLAB_TOKEN: "an access token of the project, with the role Reporter and the scope `api`",
    },
} as const;

/** Connects to the host by what the environment says. Throws, with everything that is missing, before anything is sent. */
export function connectToCodeHost(host: HostName, env: NodeJS.ProcessEnv = process.env): Promise<CodeHost> {
    const missing = Object.entries(variables[host]).filter(([name]) => !env[name]?.trim());
    if (missing.length > 0) {
        const lines = missing.map(([name, about]) => `  ${name}: ${about}.`);
        throw new Error(["Set in the environment; nothing was sent:", ...lines].join("\n"));
    }
    const given = (name: string) => env[name]?.trim() ?? "";
    if (host === "gitlab") {
        const [address, project, token] = ["CI_API_V4_URL", "CI_PROJECT_ID", "GITLAB_TOKEN"].map(given);
        return gitLab({ address: address ?? "", project: project ?? "", token: token ?? "" });
    }
    const [address, repository, token] = ["GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN"].map(given);
    // docs.github.com, "GITHUB_TOKEN": what a workflow writes is by this user.
    const login = given("GITHUB_TOKEN_LOGIN") || "github-actions[bot]";
    return gitHub({ address: address ?? "", repository: repository ?? "", token: token ?? "", login });
}
