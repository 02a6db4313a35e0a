import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";
import type { CommandResult } from "../../engine/support/run-command";
import type { ScratchProject } from "./packed";

type Program = "uses-package" | "stored-texts";

/** TypeScript's settings that users have. None skips declaration files, for neither do the settings Pulumi gives. */
const settings = {
    /** CommonJS, looked up as Node did before there were `exports`: Pulumi's own for many years. For ts-node too. */
    pulumi: { module: "commonjs", moduleResolution: "node", target: "es2020", noEmit: true },
    bundler: { module: "esnext", moduleResolution: "bundler", target: "es2022", noEmit: true },
    node: { module: "node16", target: "es2022", outDir: "out", rootDir: "." },
} as const;

/** The ways in which a user's TypeScript may look at the package. */
export type Settings = keyof typeof settings;

/** Puts programs that use the package into the project, as CommonJS and as ES modules, all examples, and the settings. */
export function writePrograms({ folder }: ScratchProject): void {
    const to = join(folder, "programs");
    mkdirSync(to);
    for (const name of ["uses-package", "stored-texts"] satisfies Program[]) {
        const from = join(checkout, "test", "package", "programs", `${name}.ts`);
        copyFileSync(from, join(to, `${name}.ts`));
        copyFileSync(from, join(to, `${name}-esm.mts`));
    }
    cpSync(join(checkout, "examples"), join(folder, "examples"), { recursive: true });
    const include = ["programs", "examples"];
    for (const by of ["pulumi", "bundler", "node"] satisfies Settings[]) {
        const compilerOptions = { strict: true, ...settings[by] };
        writeFileSync(join(folder, tsconfigOf(by)), JSON.stringify({ compilerOptions, include }));
    }
}

/** Type-checks all that `writePrograms` wrote, and compiles it where the settings say so. */
export function compile(project: ScratchProject, by: Settings): Promise<CommandResult> {
    return project.run("npx", ["tsc", "-p", tsconfigOf(by)]);
}

const tsconfigOf = (by: Settings) => (by === "pulumi" ? "tsconfig.json" : `tsconfig.${by}.json`);

/** The files of a compiled program: a CommonJS module and an ES module. */
export function compiled(program: Program): readonly string[] {
    return [`out/programs/${program}.js`, `out/programs/${program}-esm.mjs`];
}
