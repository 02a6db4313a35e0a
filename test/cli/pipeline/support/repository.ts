import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Place } from "../../../../cli/init/settings";
import { writeNew } from "../../../../cli/init/write";
import { filesOf } from "../../init/support";

/** Files to write, or to remove where the text is undefined. */
export type Edits = Readonly<Record<string, string | undefined>>;

/** A repository at its host, with a clone to work in; as `init` makes it. */
export interface HostedRepository {
    /** Everything is in here. */
    readonly folder: string;
    /** What others clone. */
    readonly origin: string;
    /** The environment of a job: nothing of this machine's own but programs, and an `npm ci` that installs this checkout's command. */
    readonly env: NodeJS.ProcessEnv;
    /** Commits edits to a branch, which begins at main, and pushes it. Returns the commit. */
    push(branch: string, edits: Edits): string;
    /** Pushes what merging a branch into main would give, as GitHub does. Returns the commit. */
    pushMerge(branch: string): string;
    git(...args: string[]): string;
    remove(): void;
}

/** Makes one. `main` is the file of the command. */
export function hostRepository(host: Place, main: string): HostedRepository {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "pipeline-test-")));
    const [origin, work, bin] = ["origin.git", "work", "bin"].map((name) => join(folder, name)) as [
        string,
        string,
        string,
    ];
    const env = environment(folder, bin, main);
    const run = (cwd: string, args: readonly string[]) =>
        execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
    const git = (...args: string[]) => run(work, args);
    run(folder, ["init", "--quiet", "--bare", "--initial-branch=main", origin]);
    run(folder, ["clone", "--quiet", origin, work]);
    writeNew(work, filesOf({ host }));
    git("checkout", "--quiet", "-b", "main");
    git("add", "--all");
    git("commit", "--quiet", "--message", "init");
    git("push", "--quiet", "origin", "main");
    return {
        ...{ folder, origin, env, git },
        push(branch, edits) {
            const exists = run(origin, ["branch", "--list", branch]) !== "";
            git("checkout", "--quiet", ...(exists ? [branch] : ["-b", branch, "main"]));
            write(work, edits);
            git("add", "--all");
            git("commit", "--quiet", "--allow-empty", "--message", "change");
            git("push", "--quiet", "origin", branch);
            return git("rev-parse", "HEAD");
        },
        pushMerge(branch) {
            git("checkout", "--quiet", "--detach", "main");
            git("merge", "--quiet", "--no-ff", "--message", "merge", branch);
            git("push", "--quiet", "--force", "origin", `HEAD:refs/pull/1/merge`);
            return git("rev-parse", "HEAD");
        },
        remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
    };
}

function write(folder: string, edits: Edits): void {
    for (const [path, text] of Object.entries(edits)) {
        const file = join(folder, path);
        if (text === undefined) rmSync(file);
        else {
            mkdirSync(dirname(file), { recursive: true });
            writeFileSync(file, text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
        }
    }
}

function environment(folder: string, bin: string, main: string): NodeJS.ProcessEnv {
    mkdirSync(bin);
    const command = `#!/bin/sh\\nexec "${process.execPath}" "${main}" "$@"\\n`;
    const npm = [
        ...["#!/bin/sh", "set -e", '[ "$1" = ci ]', "[ -f package.json ]", "mkdir -p node_modules/.bin"],
        ...[`printf '${command}' > node_modules/.bin/pulumi-okta-opa`, "chmod +x node_modules/.bin/pulumi-okta-opa"],
    ];
    writeFileSync(join(bin, "npm"), `${npm.join("\n")}\n`);
    chmodSync(join(bin, "npm"), 0o755);
    const who = { NAME: "Ana", EMAIL: "ana@example.com" };
    const authors = Object.entries(who).flatMap(([key, value]) =>
        ["AUTHOR", "COMMITTER"].map((role): [string, string] => [`GIT_${role}_${key}`, value]),
    );
    const PATH = [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter);
    return { PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: "1", ...Object.fromEntries(authors) };
}
