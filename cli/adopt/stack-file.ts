import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { ConfigSource } from "../../resources/lifecycle/config-source";

/** A stack as its marks and its files name it. */
export interface NamedStack {
    readonly project: string;
    readonly stack: string;
    /** What stands in its file as it is; secrets are left out, and come from the environment. */
    readonly config: ConfigSource;
    /** Whether there is such a file. */
    readonly hasFile: boolean;
}

const projectFile = z.object({ name: z.string() });

const stackFile = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullable();

/**
 * A stack by its name: `dev`, `project/dev` or `org/project/dev`. Its file is read without Pulumi: a stack whose state is lost is none to
 * Pulumi any more. Throws where the project cannot be told.
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
