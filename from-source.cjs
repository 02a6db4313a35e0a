"use strict";

// A checkout runs its sources as they are, so that stale code cannot run: they are compiled once for each state of theirs, which is
// known by what they contain. Compiling them in each of Pulumi's processes takes longer than everything that those do.
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } = require("node:fs");
const { statSync, utimesSync } = require("node:fs");
const { join } = require("node:path");

const compiled = join(__dirname, ".compiled");

/** What no process has started from for so long is removed: a running one may still load a part of it. */
const keptForMs = 24 * 60 * 60 * 1000;

/** Paths of the sources that the program and the provider are made of, with what is copied as it is. */
function sources() {
    const found = readdirSync(join(__dirname, "resources"), { recursive: true })
        .map((path) => join("resources", path))
        .filter((path) => /\.c?ts$|\.cjs$/.test(path) && !/\.d\.c?ts$/.test(path));
    return ["index.ts", ...found].sort();
}

/** Folder of what these sources are compiled to. */
function folderOf(paths) {
    const hash = createHash("sha256").update(require("esbuild/package.json").version);
    for (const path of paths) hash.update(`\0${path}\0`).update(readFileSync(join(__dirname, path)));
    return join(compiled, hash.digest("hex").slice(0, 16));
}

function compile(paths, folder) {
    mkdirSync(compiled, { recursive: true });
    const unfinished = mkdtempSync(join(compiled, "unfinished-"));
    require("esbuild").buildSync({
        absWorkingDir: __dirname,
        entryPoints: paths,
        loader: { ".cjs": "copy" },
        ...{ outdir: unfinished, outbase: ".", format: "cjs", platform: "node", target: "node20" },
        logLevel: "error",
    });
    try {
        renameSync(unfinished, folder);
    } catch (failure) {
        // Another process was faster.
        rmSync(unfinished, { recursive: true });
        if (!existsSync(folder)) throw failure;
    }
}

/** Notes that the folder is in use. False when there is none. */
function use(folder) {
    try {
        utimesSync(folder, new Date(), new Date());
    } catch {
        // Nobody needs to be able to write in a checkout that is compiled.
        return existsSync(folder);
    }
    return true;
}

/** Removes what older sources were compiled to, and what killed processes left half compiled. */
function removeUnused() {
    for (const name of readdirSync(compiled)) {
        const folder = join(compiled, name);
        try {
            if (Date.now() - statSync(folder).mtimeMs > keptForMs) rmSync(folder, { recursive: true });
        } catch {
            // Another process removes it at the same time; what is left goes the next time.
        }
    }
}

/** What a source module exports, e.g. that of `resources/provider`. */
module.exports = function fromSource(name) {
    const paths = sources();
    const folder = folderOf(paths);
    if (!use(folder)) {
        compile(paths, folder);
        removeUnused();
    }
    return require(join(folder, name));
};
