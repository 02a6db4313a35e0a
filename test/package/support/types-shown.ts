import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";

/**
 * The packages whose types a user of these declaration files gets to see, each with the way there: "zod: index.d.ts >
 * schema.d.ts". Node's own modules are left out.
 */
export function typesShownBy(folder: string, ...entries: string[]): readonly string[] {
    const found: string[] = [];
    const seen = new Set<string>();
    function walk(file: string, way: readonly string[]): void {
        if (seen.has(file)) return;
        seen.add(file);
        const wayHere = [...way, relative(folder, file)];
        for (const [, from = ""] of readFileSync(file, "utf8").matchAll(/(?:\bfrom\s+|\bimport\(?\s*)"([^"]+)"/g)) {
            if (from.startsWith(".")) walk(declarationOf(resolve(dirname(file), from)), wayHere);
            else if (!from.startsWith("node:")) found.push(`${from}: ${wayHere.join(" > ")}`);
        }
    }
    for (const entry of entries) walk(resolve(folder, entry), []);
    return found;
}

function declarationOf(module: string): string {
    const candidates = [`${module}.d.ts`, module.replace(/\.cjs$/, ".d.cts"), `${module}/index.d.ts`];
    return candidates.find((file) => existsSync(file)) ?? module;
}
