import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes files that are not there yet. Throws, with all that are there, before anything is written. */
export function writeNew(folder: string, files: ReadonlyMap<string, string>): void {
    const blocked = [...new Set([...files.keys()].flatMap((path) => whatIsAt(folder, path)))].sort();
    if (blocked.length > 0) {
        throw new Error(
            [
                `Nothing was written, because this is there already in ${folder}:`,
                ...blocked.map((path) => `  ${path}`),
                "Name another folder, or move it away.",
            ].join("\n"),
        );
    }
    for (const [path, text] of files) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        // Also fails on what has come since.
        writeFileSync(file, text, { flag: "wx" });
    }
}

/** What stands where a file is to be: the file itself, or what is no folder on the way there. */
function whatIsAt(folder: string, path: string): readonly string[] {
    const parts = path.split("/");
    for (let length = 1; length <= parts.length; length += 1) {
        const part = parts.slice(0, length).join("/");
        const there = lstatSync(join(folder, part), { throwIfNoEntry: false });
        if (!there) return [];
        if (length === parts.length || !there.isDirectory()) return [part];
    }
    return [];
}
