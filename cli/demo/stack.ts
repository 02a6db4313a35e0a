import { command, quote } from "./narrate";
import { pulumiEnvironment } from "./pulumi-environment";
import { run } from "./run";

/** Pulumi's warning about any plugin that is found on PATH; which one it is was said when the engine was found. */
const alreadyTold = /using pulumi-resource-okta from \$PATH|This is the Okta stand-in/;

/** Runs `pulumi` in the folder of a stack. */
export interface Stack {
    /** Shows the command and what it says. Returns its exit code. */
    show(...args: string[]): Promise<number | null>;
    /** Says something only when it fails. */
    quietly(...args: string[]): Promise<number | null>;
}

export function stackIn(folder: string, engineFolder: string, settings: Record<string, string>): Stack {
    const env = pulumiEnvironment(engineFolder, settings);
    const pulumi = (args: readonly string[], hear: (line: string) => void) =>
        run("pulumi", [...args, "--non-interactive"], { cwd: folder, env, out: hear, err: hear });
    return {
        show(...args) {
            command(`pulumi ${args.join(" ")}`);
            return pulumi([...args, "--suppress-progress"], (line) => {
                if (line.trim() !== "" && !alreadyTold.test(line)) quote(line);
            });
        },
        async quietly(...args) {
            const said: string[] = [];
            const code = await pulumi(args, (line) => said.push(line));
            if (code !== 0) for (const line of said) quote(line);
            return code;
        },
    };
}
