import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type CommandResult, runCommand } from "../../../engine/support/run-command";
import type { HostedRepository } from "./repository";

/** What a job said, how it ended, and where it worked. */
export interface Played extends CommandResult {
    readonly workspace: string;
}

const step = z.object({
    name: z.string().optional(),
    if: z.string().optional(),
    uses: z.string().optional(),
    with: z.record(z.string(), z.unknown()).default({}),
    run: z.string().optional(),
    "working-directory": z.string().default("."),
    "continue-on-error": z.boolean().default(false),
    env: z.record(z.string(), z.string()).default({}),
});

type Step = z.infer<typeof step>;

const workflow = z.object({
    env: z.record(z.string(), z.string()).default({}),
    jobs: z.record(z.string(), z.object({ steps: z.array(step) })),
});

/** What GitHub puts in place of its expressions, for one event. */
export type Expressions = Readonly<Record<string, string>>;

/**
 * Runs a job's steps as GitHub does: checkouts by git, `run` by bash, word for word; of other actions only what `actions` says.
 * After a step that failed only those run that say so.
 */
export async function playOnGitHub(
    repository: HostedRepository,
    file: string,
    job: string,
    given: {
        readonly commit: string;
        readonly env?: NodeJS.ProcessEnv;
        readonly expressions?: Expressions;
        readonly actions?: Readonly<Record<string, (workspace: string, inputs: Step["with"]) => void>>;
    },
): Promise<Played> {
    const workspace = mkdtempSync(join(repository.folder, "job-"));
    const text = repository.git("show", `${given.commit}:.github/workflows/${file}`);
    const { env: common, jobs } = workflow.parse(parse(text));
    const filled = (value: string) =>
        value.replaceAll(/\$\{\{ *(.+?) *\}\}/g, (all, name: string) => given.expressions?.[name] ?? all);
    const env = {
        ...{ ...repository.env, ...common, ...given.env },
        GITHUB_STEP_SUMMARY: join(workspace, "..", `${workspace.split("/").pop()}-summary.md`),
    };
    let played: Played = { code: 0, stdout: "", stderr: "", workspace };
    for (const one of jobs[job]?.steps ?? []) {
        if (played.code !== 0 && one.if === undefined) continue;
        const own = Object.fromEntries(Object.entries(one.env).map(([name, value]) => [name, filled(value)]));
        const result = await playStep(one, { repository, workspace, given, env: { ...env, ...own } });
        const isFailed = played.code !== 0 || (result.code !== 0 && !one["continue-on-error"]);
        played = {
            ...{ workspace, code: isFailed ? (played.code === 0 ? result.code : played.code) : 0 },
            ...{ stdout: played.stdout + result.stdout, stderr: played.stderr + result.stderr },
        };
    }
    return played;
}

interface Setting {
    readonly repository: HostedRepository;
    readonly workspace: string;
    readonly given: Parameters<typeof playOnGitHub>[3];
    readonly env: NodeJS.ProcessEnv;
}

async function playStep(one: Step, { repository, workspace, given, env }: Setting): Promise<CommandResult> {
    const quiet = { code: 0, stdout: "", stderr: "" };
    if (one.run !== undefined) {
        const cwd = join(workspace, one["working-directory"]);
        return runCommand("bash", ["-e", "-c", one.run], { cwd, env, timeoutMs: 120_000 });
    }
    const action = one.uses?.split("@")[0] ?? "";
    if (action !== "actions/checkout") {
        given.actions?.[action]?.(workspace, one.with);
        return quiet;
    }
    const { path = ".", ref = given.commit, "fetch-depth": depth = 1 } = one.with;
    const to = join(workspace, String(path));
    mkdirSync(to, { recursive: true });
    const script = `git init --quiet && git fetch --quiet --depth ${Number(depth)} "$1" "$2" && git checkout --quiet --detach FETCH_HEAD`;
    return runCommand("bash", ["-e", "-c", script, "-", repository.origin, String(ref)], {
        cwd: to,
        env,
        timeoutMs: 60_000,
    });
}

const lines = z.object({ script: z.array(z.string()), variables: z.record(z.string(), z.unknown()).default({}) });

/** Runs the lines of a job as GitLab does, word for word, in a clone of the branch. */
export async function playOnGitLab(
    repository: HostedRepository,
    file: string,
    job: string,
    given: { readonly branch: string; readonly env?: NodeJS.ProcessEnv; readonly before?: (workspace: string) => void },
): Promise<Played> {
    const workspace = mkdtempSync(join(repository.folder, "job-"));
    execFileSync("git", ["clone", "--quiet", "--branch", given.branch, repository.origin, workspace], {
        env: repository.env,
    });
    given.before?.(workspace);
    const read = (path: string) => parse(readFileSync(join(workspace, path), "utf8")) as Record<string, unknown>;
    const { variables } = z.object({ variables: z.record(z.string(), z.string()) }).parse(read(".gitlab-ci.yml"));
    const { script } = lines.parse(read(join("ci", "gitlab", file))[job]);
    const env = { ...repository.env, ...variables, CI_PROJECT_DIR: workspace, ...given.env };
    const result = await runCommand("bash", ["-e", "-o", "pipefail", "-c", script.join("\n")], {
        cwd: workspace,
        env,
        timeoutMs: 120_000,
    });
    return { ...result, workspace };
}
