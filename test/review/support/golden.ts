import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const file = join(__dirname, "../golden/rows.json");

/** Rows as they are known to be right; written anew with GOLDEN=write, to be read before they are committed. */
const isWritten = process.env["GOLDEN"] === "write";
const known = new Map(
    Object.entries(z.record(z.string(), z.array(z.string())).parse(JSON.parse(readFileSync(file, "utf8")))),
);
const written = new Set<string>();

/** The rows that a kind of change has. */
export function golden(title: string, found: string[]): string[] {
    if (isWritten && !written.has(title)) known.set(title, found);
    written.add(title);
    return known.get(title) ?? [];
}

/** Writes them, where that is asked for. */
export function keepGolden(): void {
    if (isWritten) writeFileSync(file, `${JSON.stringify(Object.fromEntries(known), null, 4)}\n`);
}
