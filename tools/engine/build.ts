import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compile, fetchPackages } from "./go";
import { oneAtATime } from "./one-at-a-time";
import { cli, engineFolder, engineParts, type GoModule, languageHost } from "./places";
import { type Progress, startProgress } from "./progress";

/** Its name says what is in it, so that another version is built beside it. */
const built = join(
    engineFolder,
    `pulumi-${cli.version}-host-${languageHost.version}-${process.platform}-${process.arch}`,
);

/** Whether `buildEngine` has nothing left to do. */
export function isBuilt(): boolean {
    return engineParts.every((part) => existsSync(join(built, part)));
}

/** Builds an engine from its pinned Go modules and returns its folder. The first time takes minutes: about five on two cores. */
export async function buildEngine(): Promise<string> {
    if (!isBuilt()) await oneAtATime(join(engineFolder, "building"), buildUnlessBuilt);
    return built;
}

async function buildUnlessBuilt(): Promise<void> {
    if (isBuilt()) return;
    removeLeftovers();
    const unfinished = `${built}.${process.pid}`;
    const progress = startProgress();
    try {
        mkdirSync(unfinished, { recursive: true });
        copyFileSync(nodePlugin(), join(unfinished, "pulumi-resource-pulumi-nodejs"));
        await build(languageHost, unfinished, progress);
        await build(cli, unfinished, progress);
        rmSync(built, { recursive: true, force: true });
        // One step, so that nobody finds half an engine.
        renameSync(unfinished, built);
        progress.phase("built; this is not needed again");
    } finally {
        rmSync(unfinished, { recursive: true, force: true });
        progress.done();
    }
}

/** Removes what a killed build left behind; nobody else is building now. */
function removeLeftovers(): void {
    const leftovers = readdirSync(engineFolder).filter((name) => name.startsWith(`${basename(built)}.`));
    for (const name of leftovers) rmSync(join(engineFolder, name), { recursive: true, force: true });
}

async function build(module: GoModule, folder: string, progress: Progress): Promise<void> {
    const name = `${module.executable} ${module.version}`;
    let fetched = 0;
    progress.phase(`fetching the sources of ${name}`);
    const packages = await fetchPackages(module, (line) => {
        if (line.startsWith("go: downloading")) progress.detail(`${++fetched} modules`);
    });
    let compiled = 0;
    progress.phase(`compiling ${name}`);
    await compile(module, join(folder, module.executable), () => {
        progress.detail(`${++compiled} of up to ${packages} packages`);
    });
}

/** This plugin is a script. It finds its own code through the program's `@pulumi/pulumi`, whichever version that is. */
function nodePlugin(): string {
    return join(dirname(require.resolve("@pulumi/pulumi/package.json")), "pulumi-resource-pulumi-nodejs");
}
