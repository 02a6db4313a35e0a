import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What jobs of one run hand on; each host has its own rules. */
export class Artifacts {
    constructor(private readonly folder: string) {}

    /** As actions/upload-artifact: a folder without its name, or one file. False if nothing is there. */
    upload(name: string, from: string): boolean {
        if (!existsSync(from)) return false;
        const to = join(this.folder, name);
        mkdirSync(to, { recursive: true });
        cpSync(from, statSync(from).isDirectory() ? to : join(to, basename(from)), { recursive: true });
        return true;
    }

    /** As actions/download-artifact. False if there is none of that name. */
    download(name: string, to: string): boolean {
        const from = join(this.folder, name);
        if (!existsSync(from)) return false;
        cpSync(from, to, { recursive: true });
        return true;
    }

    /** As GitLab keeps a job's paths, at the same place in the next job. */
    keep(workspace: string, paths: readonly string[]): void {
        for (const path of paths.filter((one) => existsSync(join(workspace, one)))) {
            mkdirSync(dirname(join(this.folder, path)), { recursive: true });
            cpSync(join(workspace, path), join(this.folder, path), { recursive: true });
        }
    }

    /** All that was kept. */
    give(workspace: string): void {
        if (existsSync(this.folder)) cpSync(this.folder, workspace, { recursive: true });
    }

    /** The variables of a file that a job has reported as `dotenv`. */
    variablesIn(path: string | undefined): Readonly<Record<string, string>> {
        const file = path && join(this.folder, path);
        if (!file || !existsSync(file)) return {};
        const pairs = readFileSync(file, "utf8").trim().split("\n");
        return Object.fromEntries(
            pairs.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
        );
    }
}
