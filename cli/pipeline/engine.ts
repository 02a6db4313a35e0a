import { spawn } from "node:child_process";
import { commitVariable } from "../../resources/team-secrets-space/memory/record";
import { pulumi } from "../pulumi";
import { passAside } from "../terminal";

/** The whole state of a stack; secrets in it stay encrypted. It holds logins and configuration: it is never written to a file. */
export async function stateOf(stack: string, folder: string): Promise<string> {
    const { stdout, stderr } = await pulumi(["stack", "export", "--stack", stack], folder);
    if (stdout.trim() === "") throw new Error(`\`pulumi stack export\` told nothing: ${stderr.trim()}`);
    return stdout;
}

/** What a run would do by state alone. It holds logins and configuration: it is never written to a file. */
export async function planOf(stack: string, folder: string): Promise<string> {
    const { stdout, stderr } = await pulumi(["preview", "--json", "--stack", stack], folder);
    if (stdout.trim() === "") throw new Error(`\`pulumi preview\` told nothing: ${stderr.trim()}`);
    return stdout;
}

/** How these objects differ from state, as far as they do, without the program. It holds configuration: it is never written to a file. */
export async function lookAt(stack: string, folder: string, urns: readonly string[]): Promise<string> {
    const targets = urns.flatMap((urn) => ["--target", urn]);
    const args = ["refresh", "--preview-only", "--json", "--stack", stack, ...targets];
    const { stdout, stderr } = await pulumi(args, folder);
    if (stdout.trim() === "") throw new Error(`\`pulumi refresh --preview-only\` told nothing: ${stderr.trim()}`);
    return stdout;
}

/** How a run is to be done. */
export interface Run {
    readonly stack: string;
    readonly folder: string;
    /** What it applies: each team that was made as a whole remembers it. */
    readonly commit: string;
    /** Whether to look first at what there is, so that what a hand changed is set right too. */
    readonly isRestoring: boolean;
}

/** How it ended. */
export interface Ended {
    readonly code: number | null;
    readonly said: string;
}

/** Runs `pulumi up`; what it says is passed on to stderr. One team's failure does not stop the others. */
export function up({ stack, folder, commit, isRestoring }: Run): Promise<Ended> {
    const args = [
        ...["up", "--yes", "--skip-preview", "--continue-on-error", "--non-interactive", "--suppress-outputs"],
        ...["--stack", stack, "--message", `commit ${commit}`],
        ...(isRestoring ? ["--refresh", "--run-program"] : []),
    ];
    return passedOn(args, folder, { ...process.env, [commitVariable]: commit });
}

/** Runs `pulumi destroy`, without a preview; what it says is passed on to stderr. */
export const destroy = (stack: string, folder: string): Promise<Ended> =>
    passedOn(["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", stack], folder, process.env);

function passedOn(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<Ended> {
    const child = spawn("pulumi", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
            said += text;
            passAside(text);
        });
    }
    // The first signal is passed on: Pulumi then ends in good order, and so do we.
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    process.once("SIGINT", passOn).once("SIGTERM", passOn);
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
            process.off("SIGINT", passOn).off("SIGTERM", passOn);
            resolve({ code, said });
        });
    });
}
