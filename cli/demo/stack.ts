import { command } from "./narrate";
import { pulumiEnvironment } from "./pulumi-environment";
import { startQuoting } from "./quoting";
import { run } from "./run";

/** A command's exit code and output. */
interface Told {
    readonly code: number | null;
    readonly text: string;
}

/** Runs `pulumi` in the folder of a stack. */
export interface Stack {
    /** Shows the command, and its output as it comes. */
    show(...args: string[]): Promise<Told>;
    /** Shows the output only when the command fails. */
    quietly(...args: string[]): Promise<Told>;
}

export function stackIn(folder: string, engineFolder: string, settings: Record<string, string>): Stack {
    const env = pulumiEnvironment(engineFolder, settings);
    async function pulumi(args: readonly string[], hear: (line: string) => void): Promise<Told> {
        const said: string[] = [];
        const out = (line: string) => {
            said.push(line);
            hear(line);
        };
        const code = await run("pulumi", [...args, "--non-interactive"], { cwd: folder, env, out, err: out });
        return { code, text: said.join("\n") };
    }
    return {
        show(...args) {
            command(`pulumi ${args.join(" ")}`);
            return pulumi([...args, "--suppress-progress"], startQuoting());
        },
        async quietly(...args) {
            const told = await pulumi(args, () => undefined);
            if (told.code !== 0) told.text.split("\n").forEach(startQuoting());
            return told;
        },
    };
}
