import { spawn } from "node:child_process";
import { z } from "zod";

interface Ended {
    readonly stdout: string;
    readonly stderr: string;
}

/** The output of `pulumi preview` after a refresh; a failed preview prints a document too. */
export async function previewOf(stack: string | undefined, folder: string): Promise<string> {
    const args = ["preview", "--refresh", "--run-program", "--json", ...stackIs(stack)];
    const { stdout, stderr } = await pulumi(args, folder);
    if (stdout.trim() !== "") return stdout;
    throw new Error(`\`pulumi preview\` told nothing, so nothing is known of drift. ${stderr.trim()}`);
}

const exported = z.object({
    deployment: z.object({
        resources: z
            .array(z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).optional() }))
            .default([]),
    }),
});

const remembered = z.object({ people: z.record(z.string(), z.string()) });

/** Logins by Okta user id, as the spaces of a stack remember them; empty when the state cannot be read. */
export async function peopleOf(stack: string | undefined, folder: string): Promise<Map<string, string>> {
    const { stdout } = await pulumi(["stack", "export", ...stackIs(stack)], folder);
    return peopleIn(stdout);
}

/** The same, in what `pulumi stack export` prints. */
export function peopleIn(state: string): Map<string, string> {
    const { data } = exported.safeParse(readable(state));
    const spaces = (data?.deployment.resources ?? []).filter(({ type }) => type === "okta-opa:index:TeamSecretsSpace");
    return new Map(
        spaces.flatMap(({ outputs }) => {
            const last = remembered.safeParse(outputs?.["lastApplied"]).data;
            return Object.entries(last?.people ?? {}).map(([login, id]) => [id, login] as const);
        }),
    );
}

function readable(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

const stackIs = (stack: string | undefined): readonly string[] => (stack === undefined ? [] : ["--stack", stack]);

/** Runs it; a failing command is a result. */
export function pulumi(args: readonly string[], folder: string): Promise<Ended> {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said.stderr += text;
    });
    return new Promise((resolve, reject) => {
        child.on("error", (failure) => {
            reject(new Error(`\`pulumi\` cannot be started: ${failure.message}. Is it on the PATH?`));
        });
        child.on("close", () => resolve(said));
    });
}
