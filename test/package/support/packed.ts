import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { checkout } from "../../../cli/demo/checkout";
import { oneAtATime } from "../../../tools/engine/one-at-a-time";
import { type CommandResult, runCommand } from "../../engine/support/run-command";

/** Longer than any command takes on a busy machine, npm with all of Pulumi on a slow disk among them. */
const limits = { timeoutMs: 240_000 };

/** What a Pulumi program has beside the package. */
const beside = ["@pulumi/pulumi", "@pulumi/okta", "@types/node", "ts-node", "typescript"];

/** pnpm as npm gives it, of a version that runs on the oldest Node too. */
const pnpm = ["--yes", "pnpm@10.34.8"];

/** Yarn likewise. */
const yarn = ["--yes", "--package", "@yarnpkg/cli-dist@4.18.1", "yarn"];

/** A project that has the package as it is published, and nothing of the checkout. */
export interface ScratchProject {
    readonly folder: string;
    /** Path of the published archive. */
    readonly archive: string;
    /** What is in the published archive. */
    readonly published: readonly string[];
    /** Runs a command there, or in a folder of it, without anything of an outer npm in its environment. */
    run(command: string, args: readonly string[], more?: RunOptions): Promise<CommandResult>;
}

interface RunOptions {
    readonly in?: string;
    readonly env?: NodeJS.ProcessEnv;
}

/** What a project installs, and with what. */
export interface Installation {
    readonly by: "npm" | "pnpm" | "yarn";
    /** What `import` and `require` may be written in; CommonJS when absent. */
    readonly type?: "module";
    /** Names and versions; `archive` is the path of the packed package. */
    dependencies(archive: string): Readonly<Record<string, string>>;
    /** Puts into the folder, before anything is installed, what else it needs. */
    prepare?(folder: string, archive: string): Promise<void>;
}

/** A project with npm, in the versions that the checkout is locked to: npm keeps what it finds locked, so all is in its cache. */
const asLocked: Installation = {
    by: "npm",
    dependencies: (archive) => ({
        ...Object.fromEntries(beside.map(lockedVersion)),
        "pulumi-okta-opa": `file:${archive}`,
    }),
    async prepare(folder) {
        copyFileSync(join(checkout, "package-lock.json"), join(folder, "package-lock.json"));
    },
};

const packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);

/** Packs the checkout as it is, and installs that in a new project. Takes about half a minute. */
export async function installPacked(installation: Installation = asLocked): Promise<ScratchProject> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "package-test-")));
    try {
        const { archive, published } = await pack(folder);
        const { type = "commonjs" } = installation;
        const manifest = { name: "scratch", private: true, type, dependencies: installation.dependencies(archive) };
        writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
        await installation.prepare?.(folder, archive);
        must(await install(folder, installation.by));
        return {
            folder,
            archive,
            published,
            run: (command, args, { in: below = "", env } = {}) =>
                runCommand(command, args, { ...limits, cwd: join(folder, below), env: cleanEnvironment(env) }),
        };
    } catch (failure) {
        rmSync(folder, { recursive: true, force: true });
        throw failure;
    }
}

/** Puts the archive into a folder. Each packing builds `dist` anew, so tests in several processes take turns. */
export async function pack(
    folder: string,
): Promise<{ readonly archive: string; readonly published: readonly string[] }> {
    let said = "";
    await oneAtATime(join(checkout, ".compiled", "packing"), async () => {
        said = must(await npm(checkout, "pack", "--json", "--pack-destination", folder)).stdout;
    });
    const [{ filename, files }] = packed.parse(JSON.parse(said));
    return { archive: join(folder, filename), published: files.map(({ path }) => path) };
}

/** Installs what the manifest in the folder says, and `more`. */
export function install(folder: string, by: Installation["by"], ...more: string[]): Promise<CommandResult> {
    if (by === "npm") return npm(folder, "install", "--prefer-offline", "--no-audit", "--no-fund", ...more);
    const verb = more.length > 0 ? "add" : "install";
    const args = by === "pnpm" ? [...pnpm, verb, "--prefer-offline", ...more] : [...yarn, verb, ...more];
    return runCommand("npx", args, { ...limits, cwd: folder, env: cleanEnvironment() });
}

/** Runs npm in a folder. */
export function npm(cwd: string, ...args: string[]): Promise<CommandResult> {
    return runCommand("npm", args, { ...limits, cwd, env: cleanEnvironment() });
}

/** Under `npm test`, npm's own variables would send the inner npm to the outer project. */
export function cleanEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
    const entries = Object.entries(env).filter(([name]) => !/^(npm_(?!config_cache$)|NODE_OPTIONS$)/i.test(name));
    return Object.fromEntries(entries);
}

/** A package, and the version that the checkout is locked to. */
export function lockedVersion(name: string): readonly [name: string, version: string] {
    const manifest: unknown = require(join(checkout, "node_modules", name, "package.json"));
    return [name, z.object({ version: z.string() }).parse(manifest).version];
}

/** Throws unless it ended well. */
export function must(result: CommandResult): CommandResult {
    if (result.code === 0) return result;
    throw new Error(`It ended with ${result.code}:\n${result.stdout}${result.stderr}`);
}
