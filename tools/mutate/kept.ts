import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { checkout } from "../tests/files";
import type { Played } from "./play";
import type { Result } from "./result";

const folder = join(checkout, ".mutants");

/**
 * The result of an earlier run, if the room's code and tests have not changed since, comments apart. Other files that the
 * tests use may have changed: `--anew` ignores kept results.
 */
export function kept(room: Played): Result | undefined {
    try {
        const { hash, ...result } = JSON.parse(readFileSync(fileOf(room), "utf8")) as Result & { hash: string };
        return hash === hashOf(room) ? result : undefined;
    } catch {
        return undefined;
    }
}

/**
 * Prepares to keep a result, so that a new run continues after one that was stopped. The result counts for the code and the tests
 * as they are now: somebody may edit them while they are played.
 */
export function keeperOf(room: Played): (result: Result) => void {
    const hash = hashOf(room);
    return (result) => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(fileOf(room), `${JSON.stringify({ hash, ...result }, undefined, 4)}\n`);
    };
}

/** Deletes every kept result. */
export function forgetKept(): void {
    rmSync(folder, { recursive: true, force: true });
}

const fileOf = ({ name }: Played) => join(folder, `${name}.json`);

const players = ["mocha-runner", "play", "said"].map((file) => `tools/mutate/${file}.ts`);

function hashOf({ files, tests }: Played): string {
    const hash = createHash("sha256");
    for (const file of [...files, ...tests, ...players]) {
        const source = readFileSync(join(checkout, file), "utf8");
        hash.update(`\0${file}\0`).update(transformSync(source, { loader: "ts", minifyWhitespace: true }).code);
    }
    return hash.digest("hex");
}
