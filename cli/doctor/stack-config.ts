import { execFileSync } from "node:child_process";
import { z } from "zod";
import type { ConfigSource } from "../../resources/lifecycle/config-source";
import { stackIs } from "../pulumi";

const told = z.record(z.string(), z.object({ value: z.string().optional() }));

/** The stack's configuration cannot be read, so nothing can be examined. */
export class NoStack extends Error {}

/** The configuration of a stack, with its secrets, which stay in memory; empty without a stack. */
export function configOf(stack: string | undefined, folder: string): ConfigSource {
    return stack === undefined ? { get: () => undefined } : configOfProject(stack, folder);
}

/** The configuration of a stack of the project in a folder, by default of the selected one, with its secrets, which stay in memory. */
export function configOfProject(stack: string | undefined, folder: string): ConfigSource {
    const values = told.parse(JSON.parse(read(stack, folder)));
    return { get: (key) => values[key]?.value };
}

function read(stack: string | undefined, folder: string): string {
    const args = ["config", "--json", "--show-secrets", ...stackIs(stack), "--non-interactive", "--cwd", folder];
    try {
        return execFileSync("pulumi", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (failure) {
        const { stderr } = z
            .object({ stderr: z.string().default("") })
            .catch({ stderr: "" })
            .parse(failure);
        throw new NoStack(
            `The configuration of ${stack === undefined ? "the selected stack" : `stack "${stack}"`} could not be read. ${stderr.trim() || "Is `pulumi` on the PATH?"}\n` +
                "Start this command in the Pulumi project, logged in, with the name that `pulumi stack ls` shows.",
        );
    }
}
