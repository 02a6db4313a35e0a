import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";
import { writeProject as writeRepositoryProject } from "../../../cli/demo/project";

/** What programs import as the package. */
export const library = join(__dirname, "library.cjs");

/** A Pulumi program: the repository's own, or files of the test's own around `index.ts`. */
export type Program = "repository" | Readonly<Record<string, string>>;

/** Configuration of the stack; objects become lists and mappings, as in YAML. */
export type StackConfig = Readonly<Record<string, unknown>>;

/**
 * Puts a project into a folder, for the repository's own program too: Pulumi writes into the stack's file.
 */
export function writeProject(folder: string, program: Program, config: StackConfig | undefined): void {
    if (program === "repository") writeRepositoryProject(folder);
    else writeOwnProject(folder, program);
    if (config) writeConfig(folder, config);
}

/** Gives the stack another configuration, and keeps the salt that its secrets are encrypted with. */
export function writeConfig(folder: string, config: StackConfig): void {
    const file = join(folder, "Pulumi.dev.yaml");
    const salt = existsSync(file)
        ? /encryptionsalt["']?: *["']?(v1:[\w+/=:]+)/.exec(readFileSync(file, "utf8"))?.[1]
        : undefined;
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ config, ...(salt ? { encryptionsalt: salt } : {}) }, undefined, 2));
}

/** Has the package in node_modules, as a user of it has. */
function writeOwnProject(folder: string, files: Readonly<Record<string, string>>): void {
    const project = { name: "scratch", runtime: "nodejs", main: "index.ts" };
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "scratch", private: true }));
    writeFileSync(join(folder, "tsconfig.json"), readFileSync(join(checkout, "tsconfig.json")));
    for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
    }
    const modules = join(folder, "node_modules");
    mkdirSync(modules);
    symlinkSync(checkout, join(modules, "pulumi-okta-opa"));
    for (const name of ["@pulumi", "ts-node", "typescript"]) {
        symlinkSync(join(checkout, "node_modules", name), join(modules, name));
    }
}
