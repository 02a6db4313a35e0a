import assert from "node:assert/strict";
import {
    copyFileSync,
    cpSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    realpathSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { blocksOf } from "../docs/support/blocks";
import { engineEnvironment } from "../engine/support/engine-environment";
import { runCommand } from "../engine/support/run-command";
import { said } from "../engine/support/scene";
import { type CodeHostStandIn, startCodeHost } from "../support/code-host/start";
import { cleanEnvironment, install, must, pack } from "./support/packed";

describe("somebody who has nothing but the package", function () {
    this.timeout(900_000);
    let folder: string;
    let repository: string;
    let standIn: CodeHostStandIn;
    const run = (command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) =>
        runCommand(command, args, { cwd, env: { ...cleanEnvironment(), ...env }, timeoutMs: 400_000 });

    before(async () => {
        standIn = await startCodeHost();
        folder = realpathSync(mkdtempSync(join(tmpdir(), "new-user-")));
        const { archive } = await pack(folder);
        // What npx does: the package in a place of its own.
        const place = join(folder, "npx");
        mkdirSync(place);
        writeFileSync(join(place, "package.json"), JSON.stringify({ name: "npx", private: true }));
        copyFileSync(join(checkout, "package-lock.json"), join(place, "package-lock.json"));
        must(await install(place, "npm", `file:${archive}`));
        const command = join(place, "node_modules", ".bin", "pulumi-okta-opa");
        const [{ text: told } = { text: "" }] = blocksOf("docs/gitops.md");
        const [npx, name, ...args] = told.trim().split(" ");
        assert.deepEqual([npx, name], ["npx", "pulumi-okta-opa"]);
        must(await run(command, [...args, "--yes", "--host", "github"], folder));
        repository = join(folder, "secrets");
        // The versions that are locked here are in npm's cache.
        copyFileSync(join(checkout, "package-lock.json"), join(repository, "package-lock.json"));
        must(await install(repository, "npm", `file:${archive}`));
    });
    after(async () => {
        await standIn.close();
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    });

    it("has a repository whose checks pass", async () => {
        const checked = await run("npm", ["run", "check"], repository);

        assert.equal(checked.code, 0, said(checked));
        assert.match(checked.stderr, /2 files, no mistakes\.\n3 files, 0 to format\.\n/);
    });

    it("has a test of the program that passes, on the real engine and against the simulated org", async () => {
        const home = join(folder, "home");
        mkdirSync(home);
        const env = engineEnvironment(home);

        const tested = await runCommand("npm", ["test"], { cwd: repository, env, timeoutMs: 400_000 });

        assert.equal(tested.code, 0, said(tested));
        assert.match(tested.stdout, /^(#|ℹ) pass 3$/m);
    });

    it("has a comment on a pull request that is written once, and then updated", async () => {
        const { number } = standIn.repository.propose();
        const head = join(folder, "head");
        cpSync(repository, head, { recursive: true, filter: (path) => !path.includes("node_modules") });
        const cards = join(head, "teams", "payments", "cards.yaml");
        const job = { STACK: "dev", CODE_HOST: "github" };
        const comment = { ...job, ...standIn.environment.github, CHANGE: String(number) };
        const propose = async (is: string, becomes: string) => {
            writeFileSync(cards, readFileSync(cards, "utf8").replace(is, becomes));
            const page = await run("sh", ["secrets/ci/review.sh", "secrets", "head", "none", "review"], folder, job);
            const kept = await run("sh", ["ci/comment.sh", join(folder, "review", "page.md")], repository, comment);
            assert.deepEqual([page.code, kept.code], [0, 0], said(page) + said(kept));
            return kept.stderr;
        };

        const first = await propose("ben@example.com", "emma@example.com");
        const second = await propose("ana@example.com, ", "");

        assert.match(first, /was created\.\n$/);
        assert.match(second, /was updated\.\n$/);
        const [text = "", ...others] = standIn.repository.textsOn(number);
        assert.deepEqual(others, []);
        assert.match(
            text,
            /^<!-- pulumi-okta-opa: review-dev -->\n### 🔴 1 person gains REVEAL\. 2 people lose reveal\./,
        );
    });
});
