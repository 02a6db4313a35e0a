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
    const records = recordsFrom(stdout);
    if (!records) throw new Error(`The state of the stack cannot be read: ${stderr.trim() || "it is not understood."}`);
    return records;
}

/** The same, in what `pulumi stack export` prints; undefined if that is no state. */
export function recordsFrom(state: string): Records | undefined {
    const { data } = exported.safeParse(readable(state));
    // A name may hold "::" itself.
    return (
        data &&
        recordsIn(
            data.deployment.resources.map(({ urn, ...one }) => ({ ...one, name: urn.split("::").slice(3).join("::") })),
        )
    );
}

/** Logins by Okta user id, as the spaces of a stack remember them. */
export const loginsIn = (records: Records | undefined): Map<string, string> =>
    new Map(
        [...(records?.ofSpace.values() ?? [])].flatMap(({ people }) =>
            Object.entries(people).map(([login, id]) => [id, login] as const),
        ),
    );

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
