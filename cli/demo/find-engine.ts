import { spawn } from "node:child_process";
import { checkout } from "./checkout";
import { CheckFailed } from "./narrate";

/** The folder to put first on PATH for a working `pulumi`; builds one if it must, and shows its progress. */
export function findEngine(): Promise<string> {
    // The progress rewrites one line in place, so stderr goes directly to the terminal.
    const child = spawn("npm", ["run", "-s", "engine"], { cwd: checkout, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (text: Buffer) => {
        said += text;
    });
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
            const folder = said.trim().split("\n").at(-1);
            if (code === 0 && folder) resolve(folder);
            else reject(new CheckFailed("Without Pulumi there is nothing to show."));
        });
    });
}
