import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A Git repository in a folder, and a person who works in it. */
export interface GitRepository {
    /** Runs git; resolves with what it says. */
    git(...args: string[]): string;
    /** Writes files, or takes those away that are null, and commits all that is there; gives the commit. */
    commit(message: string, files: Readonly<Record<string, string | null>>): string;
}

/** Makes a repository of a folder, with its main branch checked out. */
export function gitRepositoryIn(folder: string): GitRepository {
    const git = (...args: string[]) =>
        execFileSync("git", ["-C", folder, ...args], {
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
            // Nothing of the machine's own.
            env: {
                PATH: process.env["PATH"],
                GIT_CONFIG_GLOBAL: "/dev/null",
                GIT_CONFIG_SYSTEM: "/dev/null",
                ...people,
            },
        }).trim();
    git("init", "--quiet", "--initial-branch=main");
    return {
        git,
        commit(message, files) {
            for (const [path, text] of Object.entries(files)) {
                const file = join(folder, path);
                if (text === null) rmSync(file);
                else {
                    mkdirSync(dirname(file), { recursive: true });
                    writeFileSync(file, text);
                }
            }
            git("add", "--all");
            git("commit", "--quiet", "--allow-empty", "--message", message);
            return git("rev-parse", "HEAD");
        },
    };
}

const people = {
    ...{ GIT_AUTHOR_NAME: "Ana", GIT_AUTHOR_EMAIL: "ana@example.com" },
    ...{ GIT_COMMITTER_NAME: "Ana", GIT_COMMITTER_EMAIL: "ana@example.com" },
};
