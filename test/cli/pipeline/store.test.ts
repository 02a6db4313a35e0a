import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";
import { type GitRepository, gitRepositoryIn } from "../../engine/support/git-repository";

const script = join(checkout, "template", "repository", "ci", "store.sh");

describe("ci/store.sh", function () {
    this.timeout(120_000);
    let home: string;
    let repository: GitRepository;

    beforeEach(() => {
        home = mkdtempSync(join(tmpdir(), "store-"));
        execFileSync("git", ["init", "--quiet", "--bare", join(home, "origin.git")]);
        execFileSync("git", ["init", "--quiet", join(home, "work")]);
        repository = gitRepositoryIn(join(home, "work"));
        repository.git("remote", "add", "origin", join(home, "origin.git"));
        repository.commit("first", { "Pulumi.yaml": "name: x\n" });
    });
    afterEach(() => rmSync(home, { recursive: true, force: true }));

    function store(files: Readonly<Record<string, string>>, stack = "dev"): void {
        const from = mkdtempSync(join(home, "from-"));
        for (const [name, text] of Object.entries(files)) writeFileSync(join(from, name), text);
        const env = { PATH: process.env["PATH"], HOME: home, STACK: stack };
        execFileSync("sh", [script, from], { cwd: join(home, "work"), env, stdio: ["ignore", "pipe", "pipe"] });
    }

    const kept = (path: string) =>
        execFileSync("git", ["-C", join(home, "origin.git"), "show", `access-snapshots:${path}`], { encoding: "utf8" });
    const commits = () =>
        execFileSync("git", ["-C", join(home, "origin.git"), "rev-list", "access-snapshots"], { encoding: "utf8" })
            .trim()
            .split("\n");

    it("only ever adds: each snapshot stays, and each run is one more line", () => {
        store({ "access.json": "{1}\n", "result.json": "run 1\n", "record.jsonl": "record 1\n" });
        const before = commits();
        store({ "access.json": "{2}\n", "result.json": "run 2\n" });
        store({ "access.json": "{3}\n" }, "prod");
        const after = commits();

        assert.deepEqual([kept("dev/access.json"), kept("prod/access.json")], ["{2}\n", "{3}\n"]);
        assert.deepEqual([kept("dev/runs.jsonl"), kept("dev/records.jsonl")], ["run 1\nrun 2\n", "record 1\n"]);
        assert.deepEqual(after.slice(-before.length), before);
        assert.equal(kept("").includes("Pulumi.yaml"), false);
    });

    it("goes on from what another job has pushed meanwhile, and leaves the checkout as it was", () => {
        store({ "result.json": "run 1\n" });
        // As if it had seen the branch before the others pushed.
        repository.git("update-ref", "-d", "refs/remotes/origin/access-snapshots");
        store({ "result.json": "run 2\n" });

        assert.equal(kept("dev/runs.jsonl"), "run 1\nrun 2\n");
        assert.equal(repository.git("status", "--porcelain"), "");
        assert.equal(repository.git("worktree", "list").split("\n").length, 1);
    });

    it("ends with an error where it may not push, and has changed nothing", () => {
        store({ "result.json": "run 1\n" });
        writeFileSync(join(home, "origin.git", "hooks", "update"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });

        assert.throws(() => store({ "result.json": "run 2\n" }), /could not be pushed/);
        assert.equal(kept("dev/runs.jsonl"), "run 1\n");
    });
});
