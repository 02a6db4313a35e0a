import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The repository of a folder, as it is checked out. */
export interface Repository {
    /** The commit that is checked out. */
    readonly head: string;
    /** Files that differ from it, or that it does not have. */
    readonly changed: readonly string[];
    /** Whether the first commit is the second, or is in its history. */
    isIn(commit: string, other: string): boolean;
    /** Commits in the order of history, the latest first. Throws if one is not in the history of what is checked out. */
    ordered(commits: readonly string[]): readonly string[];
    /** The commits that a change holds, one line each. */
    linesBetween(commit: string, other: string): readonly string[];
    /** Gives a folder with the files of a commit, as this folder would have them, and takes it away again. */
    at<Result>(commit: string, act: (folder: string) => Result): Result;
}

/** Opens it. Throws if the folder is in no repository. */
export function repositoryOf(folder: string): Repository {
    const git = (...args: string[]): string => {
        try {
            // Hooks are programs, and none of these commands needs one.
            const options = ["-c", "core.hooksPath=/dev/null", "-C", folder];
            return execFileSync("git", [...options, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
        } catch (failure) {
            const { stderr = "", message } = failure as { readonly stderr?: string; readonly message: string };
            throw new Error(`\`git ${args[0]}\` failed: ${(stderr || message).trim()}`);
        }
    };
    const head = git("rev-parse", "HEAD").trim();
    const inside = git("rev-parse", "--show-prefix").trim();
    const has = (commit: string) => {
        try {
            git("cat-file", "-e", `${commit}^{commit}`);
            return true;
        } catch {
            return false;
        }
    };
    const isIn = (commit: string, other: string) => {
        try {
            git("merge-base", "--is-ancestor", commit, other);
            return true;
        } catch {
            return false;
        }
    };
    return {
        head,
        changed: git("status", "--porcelain", "--", ".").split("\n").filter(Boolean),
        isIn,
        ordered(commits) {
            const missing = commits.find((one) => !has(one));
            if (missing !== undefined) {
                throw new Error(
                    `The commit ${missing}, which was applied, is not in this clone. Clone with the whole history (fetch-depth: 0).`,
                );
            }
            const count = (commit: string) => Number(git("rev-list", "--count", commit));
            return commits.toSorted((one, other) => count(other) - count(one) || (one < other ? -1 : 1));
        },
        linesBetween: (commit, other) =>
            git("log", "--first-parent", "--format=%h %s", `${commit}..${other}`).split("\n").filter(Boolean),
        at(commit, act) {
            const home = realpathSync(mkdtempSync(join(tmpdir(), "applied-")));
            const tree = join(home, "files");
            try {
                git("worktree", "add", "--detach", "--force", tree, commit);
                return act(join(tree, inside));
            } finally {
                rmSync(home, { recursive: true, force: true });
                git("worktree", "prune");
            }
        },
    };
}
