import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { ConfigSource } from "../../resources/lifecycle/config-source";

/** A stack, as its name and its file describe it. */
export interface NamedStack {
    readonly project: string;
    readonly stack: string;
    /** The values in its file. Secrets are left out: they come from the environment. */
    readonly config: ConfigSource;
    /** Whether the stack has a file. */
    readonly hasFile: boolean;
}

const projectFile = z.object({ name: z.string() });

const stackFile = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullable();

/**
 * A stack by its name: `dev`, `project/dev` or `org/project/dev`. The file is read without Pulumi, because Pulumi no longer
 * knows a stack whose state is lost. Throws when the name has no project and the folder has no Pulumi.yaml.
 */
export function stackNamed(name: string, folder: string): NamedStack {
    const [stack = "", given] = name.split("/").reverse();
    const project = given ?? projectIn(folder);
    const file = join(folder, `Pulumi.${stack}.yaml`);
    const hasFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    const { config } = (hasFile ? stackFile.parse(parse(readFileSync(file, "utf8"))) : undefined) ?? {};
    const values = Object.entries(config ?? {}).flatMap(([key, value]): [string, string][] => {
        if (value === null || Object.hasOwn(Object(value) as object, "secure")) return [];
        return [[key, typeof value === "string" ? value : JSON.stringify(value)]];
    });
    const byKey = new Map(values);
    return { project, stack, hasFile, config: { get: (key) => byKey.get(key) } };
}

function projectIn(folder: string): string {
    try {
        return projectFile.parse(parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8"))).name;
    } catch {
        throw new Error(
            `Which project the stack is of cannot be told: there is no Pulumi.yaml here. Write --stack PROJECT/STACK.`,
        );
    }
}
