import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { killTree } from "../../engine/support/run-command";
import { cleanEnvironment } from "./packed";

/** `npx pulumi-okta-opa tenant`, running. */
export interface TenantCommand {
    /** What it said on stdout until it was ready. */
    readonly firstLine: string;
    /** Everything it has said on stderr so far. */
    stderr(): string;
    /** Resolves as soon as stderr holds a text. */
    hears(text: string): Promise<void>;
    /** Ends it. Resolves with everything it has said on stdout. */
    end(): Promise<string>;
}

/** Starts the command in a project and waits until it has said where it is. */
export async function startTenantCommand(folder: string, ...args: string[]): Promise<TenantCommand> {
    const child = spawn("npx", ["pulumi-okta-opa", "tenant", ...args], { cwd: folder, env: cleanEnvironment() });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (text: Buffer) => {
        said.stdout += text;
    });
    child.stderr.on("data", (text: Buffer) => {
        said.stderr += text;
    });
    const [firstLine] = (await Promise.race([once(createInterface(child.stdout), "line"), failed(child, said)])) as [
        string,
    ];
    return {
        firstLine,
        stderr: () => said.stderr,
        async hears(text) {
            while (!said.stderr.includes(text)) await once(child.stderr, "data");
        },
        async end() {
            const ended = once(child, "close");
            killTree(child);
            await ended;
            return said.stdout;
        },
    };
}

async function failed(child: ChildProcess, said: { readonly stderr: string }): Promise<never> {
    const [code] = await once(child, "exit");
    throw new Error(`The command ended with ${code} before it was ready:\n${said.stderr}`);
}
