import assert from "node:assert/strict";
import { startTenant, type Tenant } from "../../../tenant";
import { type Administrator, administratorOf } from "../../support/administrator";
import type { Program, StackConfig } from "./project-files";
import type { CommandResult } from "./run-command";
import { startWorkspace, type Workspace } from "./workspace";

/** Longer than all the commands of one test take on a busy machine with two cores. */
export const engineTestMs = 300_000;

/** What a preview, or a run, may end with. */
export const exitCodes = { failed: 1, changesFound: 7 } as const;

/** A tenant, and a Pulumi project whose credentials are the tenant's. */
export interface Scene extends Workspace {
    readonly tenant: Tenant;
    readonly administrator: Administrator;
    /** Runs `pulumi` and fails the test unless it ends well. */
    succeed(...args: string[]): Promise<CommandResult>;
    /** Runs `pulumi` and fails the test if it ends well. Resolves with everything it said. */
    fail(...args: string[]): Promise<string>;
    /** Runs `pulumi up`; resolves with everything it said. */
    up(...args: string[]): Promise<string>;
    /** Ends tenant and project. */
    close(): Promise<void>;
}

export interface SceneOptions {
    readonly program?: Program;
    readonly config?: StackConfig;
    /** Instead of the tenant's variables where they have the same name; undefined takes one away. */
    readonly env?: NodeJS.ProcessEnv | ((tenant: Tenant) => NodeJS.ProcessEnv);
}

/** Where the seeded organisation has room for teams, for the repository's own program. */
export const place = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
} as const;

/** One team, as the repository's own program takes it. */
export const payments = { name: "payments", members: ["ana@example.com", "ben@example.com"] };

/** Starts a tenant and a project of the repository's own program with these teams. */
export function startTeams(teams: readonly unknown[], env?: NodeJS.ProcessEnv): Promise<Scene> {
    const config = { ...place, "pulumi-okta-opa:teams": teams };
    return startScene({ config, ...(env ? { env } : {}) });
}

/** Starts a tenant and a project beside it. */
export async function startScene({ program = "repository", config, env = {} }: SceneOptions): Promise<Scene> {
    const tenant = await startTenant();
    const otherwise = typeof env === "function" ? env(tenant) : env;
    const options = { program, ...(config ? { config } : {}), env: { ...tenant.environment, ...otherwise } };
    const workspace = await startWorkspace(options).catch(async (failure: unknown) => {
        // An open port would keep the test runner from ending.
        await tenant.close();
        throw failure;
    });
    async function succeed(...args: string[]): Promise<CommandResult> {
        const result = await workspace.pulumi(...args);
        assert.equal(result.code, 0, said(result));
        return result;
    }
    return {
        ...workspace,
        tenant,
        administrator: administratorOf(tenant),
        succeed,
        async fail(...args) {
            const result = await workspace.pulumi(...args);
            assert.notEqual(result.code, 0, said(result));
            return said(result);
        },
        up: async (...args) => said(await succeed("up", "--yes", "--skip-preview", ...args)),
        async close() {
            workspace.close();
            await tenant.close();
        },
    };
}

/** Resolves when a call has arrived at the tenant. */
export function arrivalOf({ requests }: Tenant, method: string, path: RegExp): Promise<void> {
    return new Promise((resolve) => {
        const timer = setInterval(() => {
            if (!requests.some((one) => one.method === method && path.test(one.path))) return;
            clearInterval(timer);
            resolve();
        }, 20);
    });
}

/** Everything a command said. */
export function said({ stdout, stderr }: CommandResult): string {
    return `${stdout}${stderr}`;
}

/** The calls that can change something, as "METHOD path". */
export function writesTo({ requests }: Tenant): readonly string[] {
    return requests
        .filter(({ writes, by }) => writes && by !== "administrator")
        .map((one) => `${one.method} ${one.path}`);
}
