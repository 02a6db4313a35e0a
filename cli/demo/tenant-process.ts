import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";
import { checkout } from "./checkout";

/** What a simulated tenant prints when it is ready: its URLs and credentials. */
const ready = z.object({
    okta: z.url(),
    opa: z.url(),
    oktaApiToken: z.string(),
    opaTeam: z.string(),
    opaKeyId: z.string(),
    opaKeySecret: z.string(),
    opaAppId: z.string(),
    control: z.url(),
    adminApiToken: z.string(),
    adminKeyId: z.string(),
    adminKeySecret: z.string(),
});

/** A simulated tenant that runs in a process of its own. */
export interface TenantProcess extends z.infer<typeof ready> {
    readonly pid: number | undefined;
    /** Stops it. */
    stop(): Promise<void>;
    /** Lets it outlive this process. */
    release(): void;
}

/** Starts `npm run tenant` on a free port and waits until it is ready. */
export async function startTenantProcess(): Promise<TenantProcess> {
    const tsx = require.resolve("tsx/cli");
    const child = spawn(process.execPath, [tsx, "cli/main.ts", "tenant", "--quiet"], {
        cwd: checkout,
        // A process group of its own, so that Ctrl-C in the shell of a kept demo does not stop it.
        detached: true,
        // An inherited pipe would stay open behind a kept demo, and its reader would wait until the tenant ends.
        stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.pipe(process.stderr, { end: false });
    const told = ready.parse(JSON.parse(await firstLine(child)));
    return {
        ...told,
        pid: child.pid,
        async stop() {
            const ended = once(child, "exit");
            child.kill("SIGTERM");
            await ended;
        },
        release() {
            child.stdout.destroy();
            child.stderr.destroy();
            child.unref();
        },
    };
}

/** The environment that points the program, and Pulumi's Okta plugin, at the tenant. */
export function environmentOf(tenant: TenantProcess): Record<string, string> {
    return {
        OKTA_ORG_NAME: "example",
        OKTA_BASE_URL: "okta.com",
        OKTA_HTTP_PROXY: tenant.okta,
        OKTA_API_TOKEN: tenant.oktaApiToken,
        OKTAPAM_API_HOST: tenant.opa,
        OKTAPAM_TEAM: tenant.opaTeam,
        OKTAPAM_KEY: tenant.opaKeyId,
        OKTAPAM_SECRET: tenant.opaKeySecret,
    };
}

function firstLine(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
        if (child.stdout) createInterface(child.stdout).once("line", resolve);
        child.once("error", reject);
        child.once("exit", (code) => reject(new Error(`The simulated tenant ended with ${code} before it was ready.`)));
    });
}
