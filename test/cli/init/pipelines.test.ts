import assert from "node:assert/strict";
import { parse } from "yaml";
import { cli } from "../../../tools/engine/places";
import { filesOf } from "./support";

interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
    readonly steps: readonly Step[];
    readonly permissions?: Readonly<Record<string, string>>;
    readonly environment?: string;
    readonly concurrency?: unknown;
    readonly "timeout-minutes"?: number;
    readonly "runs-on"?: string;
}

interface Workflow {
    readonly on: Readonly<Record<string, unknown>>;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
    readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = [...filesOf({ host: "github" })]
    .filter(([path]) => path.startsWith(".github/workflows/"))
    .map(([path, text]) => ({ path, text, workflow: parse(text) as Workflow }));

describe("the pipelines of both hosts", () => {
    it("take the one version of Pulumi with which the package is tested", () => {
        const texts = [...filesOf({ host: "github" }), ...filesOf({ host: "gitlab" })].map(([, text]) => text);
        const named = texts.flatMap((text) =>
            [...text.matchAll(/pulumi-version: (\S+)|pulumi-nodejs:([\w.]+)/g)].map(
                ([, action, image]) => action ?? image,
            ),
        );

        assert.ok(named.length > 9);
        assert.deepEqual([...new Set(named)], [cli.version.replace(/^v/, "")]);
    });
});

for (const { path, text, workflow } of workflows)
    describe(`the workflow ${path}`, () => {
        const jobs = Object.entries(workflow.jobs);
        const steps = jobs.flatMap(([, job]) => job.steps);

        it("runs actions of a known commit only, with their version beside", () => {
            const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));

            assert.equal(uses.length, steps.filter((step) => step.uses !== undefined).length);
            for (const line of uses) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        });

        it("leaves no credential in a checkout, and no cache that one change could fill for another", () => {
            for (const { uses = "", with: inputs } of steps) {
                if (uses.startsWith("actions/checkout@")) assert.equal(inputs?.["persist-credentials"], false);
                if (uses.startsWith("actions/setup-node@")) assert.equal(inputs?.["package-manager-cache"], false);
            }
        });

        it("puts no words of an event into a script", () => {
            // Branches and titles are anybody's; in `env` they are data.
            for (const { run = "" } of steps) assert.doesNotMatch(run, /\$\{\{/);
        });

        it("says what its token may do, where it runs, how long, and one at a time", () => {
            assert.ok(workflow.permissions, "permissions");
            for (const [name, job] of jobs) {
                assert.ok(job["timeout-minutes"], `${name}: timeout-minutes`);
                assert.match(job["runs-on"] ?? "", /^ubuntu-\d\d\.\d\d$/, `${name}: runs-on`);
                assert.ok(workflow.concurrency ?? job.concurrency, `${name}: concurrency`);
            }
        });

        it("installs packages without running their scripts", () => {
            for (const { run = "" } of steps) {
                for (const line of run.split("\n").filter((one) => one.includes("npm ")))
                    assert.match(line, /^npm (ci --ignore-scripts( --omit=dev)?|test)$/);
            }
        });

        it("is not started so that a change's code meets a secret", () => {
            assert.equal(Object.hasOwn(workflow.on, "pull_request_target"), false);
            const isOfChange = Object.hasOwn(workflow.on, "pull_request");
            for (const [name, job] of jobs) {
                const asText = JSON.stringify(job);
                if (!isOfChange) continue;
                assert.deepEqual([workflow.permissions, job.permissions], [{ contents: "read" }, undefined], name);
                if (job.environment === undefined)
                    assert.doesNotMatch(asText, /secrets\.|github\.token|GITHUB_TOKEN/, name);
            }
        });
    });

describe("the workflow that writes comments", () => {
    const { workflow } = workflows.find(({ path }) => path.endsWith("/pull-request-comment.yml")) ?? {
        workflow: undefined,
    };
    const job = workflow?.jobs["comment"];

    it("checks out the default branch, never what a run or a change names", () => {
        const checkouts = job?.steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));

        assert.deepEqual(
            checkouts?.map(({ with: inputs }) => inputs),
            [{ "persist-credentials": false }],
        );
    });

    it("may comment, and nothing else", () => {
        assert.deepEqual(workflow?.permissions, {});
        assert.deepEqual(job?.permissions, { actions: "read", contents: "read", "pull-requests": "write" });
    });

    it("puts the page outside of the checkout, where none of its files can stand in for one that runs", () => {
        const download = job?.steps.find(({ uses = "" }) => uses.startsWith("actions/download-artifact@"));

        assert.match(String(download?.with?.["path"]), /^\$\{\{ runner\.temp \}\}\//);
    });
});

describe("the pipelines on GitLab", () => {
    const files = filesOf({ host: "gitlab" });
    const all = [...files]
        .filter(([path]) => /^ci\/gitlab\/.*\.yml$/.test(path))
        .flatMap(([path, text]) =>
            Object.entries(parse(text) as Record<string, Readonly<Record<string, unknown>>>).map(([name, job]) => ({
                path,
                name,
                job,
            })),
        );
    const jobs = all.filter(({ name }) => !name.startsWith("."));
    const top = parse(files.get(".gitlab-ci.yml") ?? "") as {
        readonly stages: readonly string[];
        readonly include: unknown;
    };

    it("are all included, and each job has a stage that there is, and an end", () => {
        assert.deepEqual(top.include, [{ local: "ci/gitlab/*.yml" }]);
        for (const { path, name, job } of jobs) {
            assert.ok(top.stages.includes(String(job["stage"])), `${path} ${name}: stage`);
            assert.match(String(job["timeout"]), /^\d+ (minutes|hours?)$/, `${path} ${name}: timeout`);
        }
        assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    });

    it("name no image without its version, and install packages without running their scripts", () => {
        for (const { name, job } of jobs) {
            if (job["image"] !== undefined) assert.match(String(job["image"]), /:\d+\./, name);
            for (const line of [job["script"] ?? []].flat().map(String)) {
                if (line.includes("npm ")) assert.match(line, /npm (ci --ignore-scripts( --omit=dev)?|test)\)?$/, name);
            }
        }
    });

    it("show the token for comments to one job, and credentials to one that somebody starts", () => {
        for (const { path, name, job } of jobs.filter((one) => one.path === "ci/gitlab/pull-request.yml")) {
            const asText = JSON.stringify(job);
            if (name !== "comment") assert.doesNotMatch(asText, /REVIEW_TOKEN/, `${path} ${name}`);
            if (job["environment"] !== undefined) assert.match(asText, /"when":"manual"/, `${path} ${name}`);
        }
    });
});
