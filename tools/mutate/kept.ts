import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout, filesUnder } from "../tests/files";
import type { Played } from "./play";
import type { Result } from "./result";

const folder = join(checkout, ".mutants");

/**
 * The result of an earlier run, while the room is what it was then: its code, its tests, and how they are played. What else the tests
 * use may have changed since: `--anew` passes over what is kept.
 */
export function kept(room: Played): Result | undefined {
    try {
        const { hash, ...result } = JSON.parse(readFileSync(fileOf(room), "utf8")) as Result & { hash: string };
        return hash === hashOf(room) ? result : undefined;
    } catch {
        return undefined;
    }
}

/** Keeps a result, so that a run that is stopped goes on with the next room. */
export function keep(room: Played, result: Result): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(fileOf(room), `${JSON.stringify({ hash: hashOf(room), ...result }, undefined, 4)}\n`);
}

/** Forgets every result. */
export function forgetKept(): void {
    rmSync(folder, { recursive: true, force: true });
}

const fileOf = ({ name }: Played) => join(folder, `${name}.json`);

function hashOf({ files, tests }: Played): string {
    const hash = createHash("sha256");
    for (const file of [...files, ...tests, ...filesUnder("tools/mutate", ".ts")]) {
        if (!file.endsWith("rooms.ts")) hash.update(`\0${file}\0`).update(readFileSync(join(checkout, file)));
    }
    return hash.digest("hex");
}
