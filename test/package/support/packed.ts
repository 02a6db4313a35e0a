import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { checkout } from "../../../cli/demo/checkout";
import { type CommandResult, runCommand } from "../../engine/support/run-command";

/** Longer than any command takes on a busy machine, npm with all of Pulumi on a slow disk among them. */
const limits = { timeoutMs: 240_000 };

/** What a Pulumi program has beside the package, in the versions that the checkout is locked to. */
const beside = ["@pulumi/pulumi", "@pulumi/okta", "@types/node", "ts-node", "typescript"];

/** A project that has the package as it is published, and nothing of the checkout. */
export interface ScratchProject {
    readonly folder: string;
    /** What is in the published archive. */
    readonly published: readonly string[];
    /** Runs a command there, or in a folder of it, without anything of an outer npm in its environment. */
    run(command: string, args: readonly string[], more?: RunOptions): Promise<CommandResult>;
}

interface RunOptions {
    readonly in?: string;
    readonly env?: NodeJS.ProcessEnv;
}

const packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);

/** Packs the checkout as it is, and lets npm install that in a new project. Takes about half a minute. */
export async function installPacked(): Promise<ScratchProject> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "package-test-")));
    try {
        const published = await install(folder);
        return {
            folder,
            published,
            run: (command, args, { in: below = "", env } = {}) =>
                runCommand(command, args, { ...limits, cwd: join(folder, below), env: cleanEnvironment(env) }),
        };
    } catch (failure) {
        rmSync(folder, { recursive: true, force: true });
        throw failure;
    }
}

async function install(folder: string): Promise<readonly string[]> {
    const pack = must(await npm(checkout, "pack", "--json", "--pack-destination", folder));
    const [{ filename, files }] = packed.parse(JSON.parse(pack.stdout));
    const versions = beside.map((name) => [name, versionOf(name)]);
    const dependencies = { ...Object.fromEntries(versions), "pulumi-okta-opa": `file:${join(folder, filename)}` };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "scratch", private: true, dependencies }));
    // npm keeps what it finds locked, so everything comes out of its cache.
    copyFileSync(join(checkout, "package-lock.json"), join(folder, "package-lock.json"));
    must(await npm(folder, "install", "--prefer-offline", "--no-audit", "--no-fund"));
    return files.map(({ path }) => path);
}

function npm(cwd: string, ...args: string[]): Promise<CommandResult> {
    return runCommand("npm", args, { ...limits, cwd, env: cleanEnvironment() });
}

/** Under `npm test`, npm's own variables would send the inner npm to the outer project. */
export function cleanEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
    const entries = Object.entries(env).filter(([name]) => !/^(npm_(?!config_cache$)|NODE_OPTIONS$)/i.test(name));
    return Object.fromEntries(entries);
}

function versionOf(name: string): string {
    const manifest = readFileSync(join(checkout, "node_modules", name, "package.json"), "utf8");
    return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}

function must(result: CommandResult): CommandResult {
    if (result.code === 0) return result;
    throw new Error(`npm ended with ${result.code}:\n${result.stdout}${result.stderr}`);
}
