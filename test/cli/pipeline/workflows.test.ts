import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../../tenant";
import { document, team } from "../../review/support/engine-document";
import { type BuiltCommand, buildCommand } from "../../support/built-command";
import { type CodeHostStandIn, startCodeHost } from "../../support/code-host/start";
import { Artifacts } from "./support/artifacts";
import { type Expressions, type Played, playOnGitHub, playOnGitLab } from "./support/play-job";
import { type HostedRepository, hostRepository } from "./support/repository";
import { standInForPulumi } from "./support/stand-in-pulumi";

const nothingToDo = { steps: [], diagnostics: [], changeSummary: {} };

for (const host of ["github", "gitlab"] as const)
    describe(`the workflows on ${host}, word for word, with a stand-in for pulumi`, function () {
        // Each job starts several programs.
        this.timeout(1_200_000);
        let command: BuiltCommand;
        let tenant: Tenant;
        let codeHost: CodeHostStandIn;
        let repository: HostedRepository;
        let commit: string;

        before(() => {
            command = buildCommand();
        });
        after(() => command.remove());
        beforeEach(async () => {
            [tenant, codeHost] = [await startTenant(), await startCodeHost()];
            repository = hostRepository(host, command.main);
            // The simulated org is at an address of this machine.
            const stack = repository.git("show", "main:Pulumi.dev.yaml").replace(/^.*pulumi-okta-opa:expect:.*\n/m, "");
            commit = repository.push("main", { "Pulumi.dev.yaml": stack });
        });
        afterEach(async () => {
            repository.remove();
            await codeHost.close();
            await tenant.close();
        });

        /** Plays a job with what an earlier one of the same run handed on. */
        const play = (
            file: string,
            job: string,
            artifacts: Artifacts,
            expressions: Expressions = {},
        ): Promise<Played> => {
            const { GITLAB_TOKEN, ...ofGitLab } = codeHost.environment.gitlab;
            return host === "github"
                ? playOnGitHub(repository, file, job, {
                      ...{ commit, artifacts },
                      env: { ...tenant.environment, ...codeHost.environment.github },
                      expressions: {
                          ...settingsOf(tenant.environment),
                          "github.token": codeHost.environment.github["GITHUB_TOKEN"] ?? "",
                          ...expressions,
                      },
                  })
                : playOnGitLab(repository, file, job, {
                      ...{ branch: "main", artifacts, dotenv: ".jobs/page/hash.env" },
                      env: {
                          ...{ ...tenant.environment, ...ofGitLab, PUSH_TOKEN: GITLAB_TOKEN },
                          GITLAB_USER_LOGIN: "ana",
                      },
                  });
        };
        const handedOn = (name: string) => new Artifacts(join(repository.folder, name));
        const isDone = (played: Played) => assert.equal(played.code, 0, played.stdout + played.stderr);
        const kept = (path: string) =>
            execFileSync("git", ["-C", repository.origin, "show", `access-snapshots:dev/${path}`], {
                encoding: "utf8",
            });

        it("merge: what the page's hash stands for is applied, kept, and read by the next page", async () => {
            const calls = standInForPulumi(repository, { preview: nothingToDo });
            const run = handedOn("run");
            const page = await play("merge.yml", "page", run);
            const apply = await play("merge.yml", "apply", run, {
                ...{
                    "needs.page.outputs.hash": page.outputs?.["hash"] ?? "",
                    "inputs.plan": "",
                    "github.actor": "ana",
                },
            });
            const store = await play("merge.yml", "store", run);
            const next = await play("merge.yml", "page", handedOn("next"));

            for (const played of [page, apply, store, next]) isDone(played);
            assert.match(page.stdout, /### 🔴 [\s\S]*What is approved:\n\napproval:[0-9a-f]{64}\n/);
            assert.match(page.stdout, /there is no snapshot/i);
            assert.match(apply.stdout, new RegExp(`^Applied: ${commit}\n`));
            const ups = calls().filter((one) => one.startsWith("up "));
            assert.deepEqual(
                ups.map((one) => [
                    one.includes("--stack dev"),
                    one.includes("--continue-on-error"),
                    one.split("@").at(-1),
                ]),
                [[true, true, commit]],
            );
            const record = JSON.parse(kept("records.jsonl")) as Readonly<Record<string, unknown>>;
            assert.deepEqual([record["commit"], record["actor"], record["result"]], [commit, "ana", "succeeded"]);
            assert.match(kept("runs.jsonl"), /"ended":"applied"/);
            assert.match(kept("access.json"), /"taken":/);
            assert.doesNotMatch(next.stdout, /there is no snapshot/i);
        });

        it("merge: a refused run is kept too, and applies nothing", async () => {
            // Its lines are the same as those of a run that is applied.
            if (host === "gitlab") return;
            const calls = standInForPulumi(repository, { preview: nothingToDo });
            const run = handedOn("run");
            const page = await play("merge.yml", "page", run);
            const approved = commit;
            commit = repository.push("main", { "docs/why.md": "Because.\n" });
            const apply = await play("merge.yml", "apply", run, {
                ...{
                    "needs.page.outputs.hash": page.outputs?.["hash"] ?? "",
                    "inputs.plan": "",
                    "github.actor": "ana",
                },
            });
            isDone(await play("merge.yml", "store", run));

            assert.equal(apply.code, 4, apply.stdout + apply.stderr);
            assert.match(apply.stdout, new RegExp(`Approved is commit ${approved}, and checked out is ${commit}`));
            assert.match(kept("runs.jsonl"), /"ended":"refused"/);
            assert.deepEqual(
                calls().filter((one) => one.startsWith("up ")),
                [],
            );
        });

        it("nightly: looks, tells in an issue what it found, and keeps the snapshot", async () => {
            standInForPulumi(repository, { preview: { ...nothingToDo, maybeCorrupt: true } });
            const run = handedOn("run");
            const look = await play("nightly.yml", "look", run);
            const expressions = { "github.server_url": "https://host", "github.repository": "acme/secrets" };
            const tell = await play("nightly.yml", "tell", run, { ...expressions, "github.run_id": "7" });

            assert.equal(look.code, 3, look.stdout + look.stderr);
            isDone(tell);
            const [issue] = codeHost.repository.issues;
            assert.equal(issue?.title, "It could not be told whether stack dev has drifted");
            assert.match(issue?.text ?? "", /may be corrupt/);
            const snapshot = JSON.parse(kept("access.json")) as Record<string, unknown>;
            assert.ok(Array.isArray(snapshot["assigned"]), "whom the app is assigned to");
            assert.equal(typeof snapshot["taken"], "string");
        });

        it("preview: shows who gains and who loses before what Pulumi does, and hands no document on", async () => {
            const calls = standInForPulumi(repository, { preview: document(team("search", { isNew: true })) });
            const file = host === "github" ? "preview.yml" : "pull-request.yml";
            const run = handedOn("run");
            const played = await play(file, "preview", run);
            standInForPulumi(repository, { preview: { diagnostics: [{ severity: "error", message: "503" }] } });
            const failed = await play(file, "preview", run);

            isDone(played);
            assert.match(played.stdout, /gains reveal[\s\S]*\nPreviewing update/);
            for (const call of calls()) assert.match(call, /^preview --stack dev --refresh --run-program /);
            assert.equal(failed.code, 1, failed.stdout + failed.stderr);
            assert.match(failed.stdout, /Previewing update/);
            const left = execFileSync("git", ["-C", played.workspace, "status", "--porcelain"], { encoding: "utf8" });
            assert.equal(left, "");
        });
    });

/** An environment as a repository's variables and secrets. */
const settingsOf = (environment: Readonly<Record<string, string>>): Expressions =>
    Object.fromEntries(
        Object.entries(environment).flatMap(([name, value]) => [
            [`vars.${name}`, value],
            [`secrets.${name}`, value],
        ]),
    );
