import { spawn } from "node:child_process";
import { z } from "zod";
import { type Records, recordsIn } from "../resources/team-secrets-space/memory/record";

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
    deployment: z
        .object({
            resources: z
                .array(
                    z.object({
                        urn: z.string(),
                        type: z.string(),
                        outputs: z.record(z.string(), z.unknown()).default({}),
                    }),
                )
                .default([]),
        })
        .default({ resources: [] }),
});

/** What the state of a stack remembers of its spaces. Throws if it cannot be read. */
export async function recordsOf(stack: string | undefined, folder: string): Promise<Records> {
    const { stdout, stderr } = await pulumi(["stack", "export", ...stackIs(stack)], folder);
    return recordsInState(stdout, stderr);
}

/** The same, in what `pulumi stack export` prints. */
export function recordsInState(state: string, said = ""): Records {
    const { data } = exported.safeParse(readable(state));
    if (!data) throw new Error(`The state of the stack cannot be read: ${said.trim() || "it is not understood."}`);
    // A name may hold "::" itself.
    return recordsIn(
        data.deployment.resources.map(({ urn, ...one }) => ({ ...one, name: urn.split("::").slice(3).join("::") })),
    );
}

/** Logins by Okta's ids. */
export const loginsIn = ({ ofSpace }: Pick<Records, "ofSpace">): Map<string, string> =>
    new Map([...ofSpace.values()].flatMap(({ people }) => Object.entries(people).map(([login, id]) => [id, login])));

function readable(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** How `pulumi` is told a stack; without one it takes the selected one. */
export const stackIs = (stack: string | undefined): readonly string[] =>
    stack === undefined ? [] : ["--stack", stack];

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
