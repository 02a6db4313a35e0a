import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";

export const checkout = resolve(__dirname, "..", "..");

/** The files in a folder whose names end with `end`, as paths from the root of the repository. */
export function filesUnder(folder: string, end: string): readonly string[] {
    return readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true })
        .map((entry) => relative(checkout, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
        .filter((file) => file.endsWith(end))
        .sort();
}
