import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes `folder` hold exactly these links (name → target). Each changes in one step, so that a process that starts a program
 * from here meanwhile finds the old link or the new one, never none.
 */
export function fill(folder: string, links: ReadonlyMap<string, string>): void {
    mkdirSync(folder, { recursive: true });
    for (const [name, target] of links) {
        const link = join(folder, `.${name}.${process.pid}`);
        symlinkSync(target, link);
        renameSync(link, join(folder, name));
    }
    for (const name of readdirSync(folder)) {
        if (!links.has(name) && !name.startsWith(".") && lstatSync(join(folder, name)).isSymbolicLink()) {
            rmSync(join(folder, name), { force: true });
        }
    }
}
