import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type CommandResult, runCommand } from "../../../engine/support/run-command";
import type { Artifacts } from "./artifacts";
import type { HostedRepository } from "./repository";

/** What a job said, how it ended, and where it worked. */
export interface Played extends CommandResult {
    readonly workspace: string;
    /** What it hands on as its outputs, on GitHub. */
    readonly outputs?: Readonly<Record<string, string>>;
}

const step = z.object({
    id: z.string().optional(),
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
    jobs: z.record(
        z.string(),
        z.object({ outputs: z.record(z.string(), z.string()).default({}), steps: z.array(step) }),
    ),
});

/** What GitHub puts in place of its expressions, for one event. */
export type Expressions = Readonly<Record<string, string>>;

/**
 * Runs a job's steps as GitHub does: checkouts by git, artifacts, `run` by bash, word for word; of other actions only what `actions` says.
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
        readonly artifacts?: Artifacts;
    },
): Promise<Played> {
    const workspace = mkdtempSync(join(repository.folder, "job-"));
    const text = repository.git("show", `${given.commit}:.github/workflows/${file}`);
    const { env: common, jobs } = workflow.parse(parse(text));
    const temp = `${workspace}-temp`;
    mkdirSync(temp);
    const known: Record<string, string> = { "runner.temp": temp, ...given.expressions };
    const filled = (value: string) =>
        value.replaceAll(/\$\{\{ *(.+?) *\}\}/g, (all, name: string) => known[name] ?? (isSetting(name) ? "" : all));
    const output = join(temp, "outputs-of-step");
    const env = {
        ...{ RUNNER_TEMP: temp, GITHUB_OUTPUT: output },
        ...{ ...repository.env, ...common, ...given.env },
        GITHUB_STEP_SUMMARY: join(workspace, "..", `${workspace.split("/").pop()}-summary.md`),
    };
    let played: Played = { code: 0, stdout: "", stderr: "", workspace };
    for (const one of jobs[job]?.steps ?? []) {
        if (played.code !== 0 && one.if === undefined) continue;
        const own = Object.fromEntries(Object.entries(one.env).map(([name, value]) => [name, filled(value)]));
        const inputs = Object.fromEntries(
            Object.entries(one.with).map(([name, value]) => [name, typeof value === "string" ? filled(value) : value]),
        );
        const result = await playStep(
            { ...one, with: inputs },
            { repository, workspace, given, env: { ...env, ...own } },
        );
        if (one.id !== undefined) Object.assign(known, outputsIn(output, one.id));
        const isFailed = played.code !== 0 || (result.code !== 0 && !one["continue-on-error"]);
        played = {
            ...{ workspace, code: isFailed ? (played.code === 0 ? result.code : played.code) : 0 },
            ...{ stdout: played.stdout + result.stdout, stderr: played.stderr + result.stderr },
        };
    }
    const outputs = Object.entries(jobs[job]?.outputs ?? {}).map(([name, value]) => [name, filled(value)] as const);
    return { ...played, outputs: Object.fromEntries(outputs) };
}

/** What is not set is empty. */
const isSetting = (name: string): boolean => /^(vars|secrets)\.\w+$/.test(name);

/** What a step has written for later ones, by the expression that stands for it. */
function outputsIn(file: string, id: string): Readonly<Record<string, string>> {
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    return Object.fromEntries(
        lines.map((line) => [
            `steps.${id}.outputs.${line.slice(0, line.indexOf("="))}`,
            line.slice(line.indexOf("=") + 1),
        ]),
    );
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
        return runCommand("bash", ["-e", "-c", one.run], { cwd, env, timeoutMs: 600_000 });
    }
    const action = one.uses?.split("@")[0] ?? "";
    if (action !== "actions/checkout") {
        given.actions?.[action]?.(workspace, one.with);
        return given.artifacts && !handsOn(action, one.with, given.artifacts) ? { ...quiet, code: 1 } : quiet;
    }
    const { path = ".", ref = given.commit, "fetch-depth": depth = 1 } = one.with;
    const to = join(workspace, String(path));
    mkdirSync(to, { recursive: true });
    const script = `git init --quiet && git remote add origin "$1" && git fetch --quiet ${Number(depth) > 0 ? `--depth ${Number(depth)} ` : ""}"$1" "$2" && git checkout --quiet --detach FETCH_HEAD`;
    return runCommand("bash", ["-e", "-c", script, "-", repository.origin, String(ref)], {
        cwd: to,
        env,
        timeoutMs: 60_000,
    });
}

/** Uploads or downloads; false if that fails. */
function handsOn(action: string, inputs: Step["with"], artifacts: Artifacts): boolean {
    const [name, path] = [String(inputs["name"]), String(inputs["path"])];
    if (action === "actions/upload-artifact")
        return artifacts.upload(name, path) || inputs["if-no-files-found"] === "ignore";
    return action !== "actions/download-artifact" || artifacts.download(name, path);
}

const lines = z.object({
    script: z.array(z.string()),
    artifacts: z
        .object({
            paths: z.array(z.string()).default([]),
            reports: z.object({ dotenv: z.string().optional() }).default({}),
        })
        .default({ paths: [], reports: {} }),
});

/** Runs the lines of a job as GitLab does, word for word, in a clone of the branch. */
export async function playOnGitLab(
    repository: HostedRepository,
    file: string,
    job: string,
    given: {
        readonly branch: string;
        readonly env?: NodeJS.ProcessEnv;
        readonly before?: (workspace: string) => void;
        readonly artifacts?: Artifacts;
        /** The file of variables that an earlier job has reported. */
        readonly dotenv?: string;
    },
): Promise<Played> {
    const workspace = mkdtempSync(join(repository.folder, "job-"));
    execFileSync("git", ["clone", "--quiet", "--branch", given.branch, repository.origin, workspace], {
        env: repository.env,
    });
    given.before?.(workspace);
    given.artifacts?.give(workspace);
    const read = (path: string) => parse(readFileSync(join(workspace, path), "utf8")) as Record<string, unknown>;
    const { variables } = z.object({ variables: z.record(z.string(), z.string()) }).parse(read(".gitlab-ci.yml"));
    const { script, artifacts } = lines.parse(read(join("ci", "gitlab", file))[job]);
    const reported = given.artifacts?.variablesIn(given.dotenv) ?? {};
    const env = { ...repository.env, ...variables, CI_PROJECT_DIR: workspace, ...given.env, ...reported };
    const result = await runCommand("bash", ["-e", "-o", "pipefail", "-c", script.join("\n")], {
        cwd: workspace,
        env,
        timeoutMs: 600_000,
    });
    given.artifacts?.keep(workspace, [artifacts.paths, artifacts.reports.dotenv ?? []].flat());
    return { ...result, workspace };
}
