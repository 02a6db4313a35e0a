import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuiltCommand, buildCommand } from "../../support/built-command";
import { type CodeHostStandIn, startCodeHost } from "../../support/code-host/start";
import { type Expressions, type Played, playOnGitHub, playOnGitLab } from "./support/play-job";
import { type Edits, type HostedRepository, hostRepository } from "./support/repository";

const head = "# yaml-language-server: $schema=../../team.schema.json\n";

/** Emma comes to the team of cards. */
const emmaComes: Edits = {
    "teams/payments/cards.yaml": `${head}description: Card payments and payouts
members: [ana@example.com, ben@example.com, emma@example.com]
folders: [prod]
access:
  oncall: {members: [chloe@example.com], folder: prod, privileges: reveal}
`,
};

/** What GitLab tells a job of a merge request. */
const ofMergeRequest = {
    ...{ CI_PROJECT_ID: "42", CI_MERGE_REQUEST_PROJECT_ID: "42", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" },
    GITLAB_USER_LOGIN: "emma-acme",
};

/** The platform file of init, with more lines. */
const platform = (...lines: string[]): Edits => ({
    "platform.yaml": [
        ...["# yaml-language-server: $schema=platform.schema.json", 'owners: ["@acme/platform"]', ...lines],
        ...["areas:", "  payments: {}", "  product: {}", ""],
    ].join("\n"),
});

const pageOf = ({ workspace }: Played): string => readFileSync(join(workspace, "review", "page.md"), "utf8");

describe("the pipeline of a pull request", function () {
    // Each job starts several programs.
    this.timeout(300_000);
    let command: BuiltCommand;

    before(() => {
        command = buildCommand();
    });
    after(() => command.remove());

    for (const host of ["github", "gitlab"] as const)
        describe(`on ${host}`, () => {
            let repository: HostedRepository;
            const review = (branch: string) =>
                host === "github"
                    ? playOnGitHub(repository, "pull-request.yml", "review", {
                          commit: repository.pushMerge(branch),
                          expressions: { "github.event.pull_request.user.login": "emma-acme" },
                      })
                    : playOnGitLab(repository, "pull-request.yml", "review", {
                          branch,
                          env: ofMergeRequest,
                      });

            beforeEach(() => {
                repository = hostRepository(host, command.main);
            });
            afterEach(() => repository.remove());

            it("says who gains, and ends well: a change of access is no failure", async () => {
                repository.push("emma", emmaComes);
                repository.push("main", { "teams/product/search.yaml": `${head}members: [dario@example.com]\n` });

                const played = await review("emma");

                const page = pageOf(played);
                assert.equal(played.code, 0, played.stdout + played.stderr);
                assert.match(page, /^### 🔴 1 person gains REVEAL/);
                assert.match(page, /emma@example\.com/);
                assert.match(page, /self-grant \(warn\): It is not known whose login `emma-acme` is/);
                // What others have merged meanwhile is not this change's.
                assert.doesNotMatch(page, /search/);
                assert.match(page, /snapshot/i);
            });

            it("runs nothing of the change: no script, no package, no program, no npm of it", async () => {
                const ran = join(repository.folder, "ran");
                const trap = `#!/bin/sh\ntouch ${ran}\nexit 0\n`;
                repository.push("evil", {
                    ...emmaComes,
                    "ci/review.sh": trap,
                    "ci/comment.sh": trap,
                    "index.ts": `require("fs").writeFileSync("${ran}", "")\n`,
                    "package.json": JSON.stringify({ name: "evil", scripts: { preinstall: trap, test: trap } }),
                    ".npmrc": `script-shell=${join(repository.folder, "trap")}\nnode-options=--require=./trap.cjs\n`,
                    "trap.cjs": `require("fs").writeFileSync("${ran}", "")\n`,
                    "node_modules/.bin/pulumi-okta-opa": trap,
                    "node_modules/pulumi-okta-opa/package.json": "{}",
                    ".gitignore": "",
                    ".gitattributes": "* filter=evil\n",
                });

                const played = await review("evil");

                assert.deepEqual([existsSync(ran), played.code], [false, 0], played.stdout + played.stderr);
                assert.match(pageOf(played), /emma@example\.com/);
            });

            it("reads the newest snapshot from its branch", async () => {
                repository.git("checkout", "--quiet", "--orphan", "access-snapshots");
                repository.git("rm", "-rf", "--quiet", ".");
                repository.push("access-snapshots", { "dev/access.json": "this is none" });
                repository.git("checkout", "--quiet", "main");
                repository.push("emma", emmaComes);

                const played = await review("emma");

                assert.equal(played.code, 1);
                assert.match(pageOf(played), /access\.json is not what `access snapshot` of this version writes/);
            });

            it("stops a change that gives its own author something, where a rule says so: by whom the host names, not the commit", async () => {
                repository.push(
                    "main",
                    platform("logins: {Emma-ACME: Emma@example.com}", "rules: {self-grant: block}"),
                );
                repository.push("emma", emmaComes);

                const played = await review("emma");

                assert.equal(played.code, 1, played.stdout + played.stderr);
                assert.match(pageOf(played), /^### ⛔ Stopped by self-grant\. 1 person gains REVEAL/);
                assert.match(pageOf(played), /The author, `Emma@example\.com`, gains in `teams\/cards`: reveal/);
            });

            // What the script says is the same on both.
            if (host === "gitlab") return;

            it("keeps the page of a change that is stopped, with the reasons and the line that lifts one, and fails", async () => {
                const freeze = 'freeze: {what: gains, by: ben@acme.com, until: "2999-12-31", why: an audit}';
                repository.push("main", platform(freeze, "budget: {people-gain-reveal: 0}"));
                repository.push("emma", emmaComes);

                const played = await review("emma");

                const page = pageOf(played);
                assert.equal(played.code, 1, played.stdout + played.stderr);
                assert.match(page, /^### ⛔ Stopped by budget\.people-gain-reveal, freeze\. 1 person gains REVEAL/);
                assert.match(page, /`an audit`/);
                assert.match(page, /overrides:\n {2}- \{ rule: budget\.people-gain-reveal, change: "declared:/);
                assert.match(page, /`emma@example\.com`[\s\S]*This table: access:[0-9a-f]{64}/);
                assert.doesNotMatch(page, /cannot be said|cannot be applied/);
            });

            it("asks only the base whose login the author's is", async () => {
                const own = platform("logins: {emma-acme: somebody@example.com}", "rules: {self-grant: block}");
                repository.push("emma", { ...emmaComes, ...own });

                const played = await review("emma");

                assert.equal(played.code, 1, played.stdout + played.stderr);
                assert.match(
                    pageOf(played),
                    /^### ⛔ Stopped by self-grant\.[\s\S]*not known whose login `emma-acme` is/,
                );
            });

            it("stays below what a comment takes, whatever is wrong: mistakes, and more teams than have room, end with the hash", async () => {
                const names = Array.from({ length: 400 }, (_, at) => `team-${at}`);
                const teams = (text: (name: string) => string): Edits =>
                    Object.fromEntries(names.map((name) => [`teams/product/${name}.yaml`, `${head}${text(name)}`]));
                const wide = `a${"&".repeat(90)}`;
                repository.push(
                    "main",
                    teams((name) => `members: [${name}@example.com]\n`),
                );
                repository.push("large", {
                    ...teams(
                        (name) =>
                            `members: [${name}@example.com, second.${name}@example.com]\ndescription: "${wide}"\n`,
                    ),
                    // Nothing of it is in its form, and no owner is there.
                    ".github/CODEOWNERS": `${`# ${wide}\n`.repeat(200)}`,
                });

                const played = await review("large");

                const page = pageOf(played);
                assert.equal(played.code, 1, played.stdout.slice(0, 2000) + played.stderr);
                assert.ok(Buffer.byteLength(page) <= 61_000, String(Buffer.byteLength(page)));
                assert.match(page, /^### ⛔ This cannot be applied as it is\n/);
                assert.match(page, /not in their one form[\s\S]*The rest is in the log of this job/);
                assert.match(page, /teams of 400 are left out here[\s\S]*This table: access:[0-9a-f]{64}\n*$/);
                assert.equal(page.match(/<details>/g)?.length, page.match(/<\/details>/g)?.length);
            });

            it("ends well and says so when nobody's access changes", async () => {
                repository.push("docs", { "docs/why.md": "Because.\n" });

                const played = await review("docs");

                assert.equal(played.code, 0, played.stdout + played.stderr);
                assert.match(pageOf(played), /^### ✅/);
            });

            it("fails with every mistake on the page, as text, whatever the files say", async () => {
                repository.push("wrong", {
                    "teams/payments/cards.yaml": 'members: [ana@example.com]\n"</pre><img src=x>@everyone": 1\n',
                    "teams/product/search.yaml": undefined,
                    "teams/product/Search.yaml": "members: [dario@example.com]\nprivileges: manage\n",
                    "platform.yaml":
                        'owners: ["@acme/platform", "@mallory"]\nareas:\n  product: {privileges: manage}\n',
                });

                const played = await review("wrong");

                const page = pageOf(played);
                assert.equal(played.code, 1, played.stdout + played.stderr);
                assert.match(page, /^### ⛔ This cannot be applied as it is\n/);
                assert.match(page, /^teams\/payments\/cards\.yaml:2:1 &lt;\/pre&gt;&lt;img src=x&gt;@everyone: /m);
                // The bounds are those of the base: the change cannot widen its own.
                assert.match(page, /Search\.yaml:\d+:\d+ privileges: /);
                assert.match(page, new RegExp(`teams owners --host ${host}`));
                assert.doesNotMatch(page, /<img/);
                assert.equal(page.match(/<pre>/g)?.length, page.match(/<\/pre>/g)?.length);
            });
        });

    it("takes the base of a fork from the project, on GitLab: in the fork anything can be the main branch", async () => {
        const repository = hostRepository("gitlab", command.main);
        const fork = join(repository.folder, "fork.git");
        repository.push("wide", {
            "platform.yaml": 'owners: ["@acme/platform"]\nareas:\n  product: {privileges: manage}\n',
            "teams/product/search.yaml": `${head}members: [dario@example.com]\nprivileges: manage\n`,
        });
        repository.git("clone", "--quiet", "--bare", repository.origin, fork);
        repository.git("push", "--quiet", "--force", fork, "wide:main");
        const parent = { CI_PROJECT_ID: "43", CI_MERGE_REQUEST_PROJECT_URL: repository.origin.replace(/\.git$/, "") };

        const played = await playOnGitLab({ ...repository, origin: fork }, "pull-request.yml", "review", {
            branch: "wide",
            env: { ...ofMergeRequest, ...parent },
        });
        const page = pageOf(played);
        repository.remove();

        assert.equal(played.code, 1, played.stdout + played.stderr);
        assert.match(page, /search\.yaml:\d+:\d+ privileges: manage grants/);
    });

    describe("keeps one comment:", () => {
        let standIn: CodeHostStandIn;

        beforeEach(async () => {
            standIn = await startCodeHost();
        });
        afterEach(() => standIn.close());

        it("on GitHub in a second run, which takes the page from the first and nothing else", async () => {
            const repository = hostRepository("github", command.main);
            const ran = join(repository.folder, "ran");
            const first = repository.push("emma", { ...emmaComes, "ci/comment.sh": `touch ${ran}\n` });
            const change = standIn.repository.propose({ branch: "acme:emma", commit: first });
            const main = repository.git("rev-parse", "main");
            const comment = (page: string, commit: string) =>
                playOnGitHub(repository, "pull-request-comment.yml", "comment", {
                    commit: main,
                    env: { ...standIn.environment.github, RUNNER_TEMP: repository.folder },
                    expressions: event("acme", "emma", commit, standIn),
                    actions: {
                        "actions/download-artifact": () => {
                            mkdirSync(join(repository.folder, "review"), { recursive: true });
                            writeFileSync(join(repository.folder, "review", "page.md"), page);
                        },
                    },
                });

            const created = await comment("### one\n", first);
            const updated = await comment("### two\n", first);
            change.files.push({ path: ".github/workflows/pull-request.yml" });
            const forged = await comment("### ✅ Nobody gains.\n", first);
            const [text] = standIn.repository.textsOn(change.number);
            change.commit = "d".repeat(40);
            const late = await comment("### late\n", first);
            repository.remove();

            const codes = [created, updated, forged, late].map(({ code }) => code);
            assert.deepEqual(codes, [0, 0, 0, 0], [created, updated, forged, late].map(({ stderr }) => stderr).join());
            assert.match(created.stderr, /was created\.\n$/);
            assert.match(updated.stderr, /was updated\.\n$/);
            assert.match(late.stderr, /No open change proposes/);
            assert.match(
                text ?? "",
                /^<!-- pulumi-okta-opa: review-dev -->\n> ⚠️ \*\*This change also changes how it is checked\*\*/,
            );
            assert.deepEqual(standIn.repository.textsOn(change.number), [text]);
            assert.equal(existsSync(ran), false);
            assert.doesNotMatch(
                [created, updated].map(({ stdout, stderr }) => stdout + stderr).join(),
                /token-0123456789/,
            );
        });

        it("on GitLab in a job that exists only where the project has a token for it", async () => {
            const repository = hostRepository("gitlab", command.main);
            repository.push("emma", emmaComes);
            const { number } = standIn.repository.propose();
            const { GITLAB_TOKEN, ...job } = standIn.environment.gitlab;
            const comment = (from: Played) =>
                playOnGitLab(repository, "pull-request.yml", "comment", {
                    branch: "emma",
                    env: {
                        ...ofMergeRequest,
                        ...job,
                        REVIEW_TOKEN: GITLAB_TOKEN,
                        CI_MERGE_REQUEST_IID: String(number),
                    },
                    before: (workspace) =>
                        cpSync(join(from.workspace, "review"), join(workspace, "review"), { recursive: true }),
                });
            const review = () =>
                playOnGitLab(repository, "pull-request.yml", "review", { branch: "emma", env: ofMergeRequest });

            const created = await comment(await review());
            repository.push("emma", { "teams/product/search.yaml": `${head}members: [dario@example.com]\n` });
            const updated = await comment(await review());
            repository.remove();

            assert.match(created.stderr, /was created\.\n$/);
            assert.match(updated.stderr, /was updated\.\n$/);
            const [text = "", ...others] = standIn.repository.textsOn(number);
            assert.deepEqual(others, []);
            assert.match(text, /^<!-- pulumi-okta-opa: review-dev -->\n### 🔴 [^\n]*\n/);
            assert.match(text, /search/);
        });
    });
});

/** What GitHub says of the run that made the page. */
const event = (owner: string, branch: string, commit: string, standIn: CodeHostStandIn): Expressions => ({
    "github.event.workflow_run.head_repository.owner.login": owner,
    "github.event.workflow_run.head_branch": branch,
    "github.event.workflow_run.head_sha": commit,
    "github.event.repository.default_branch": "main",
    "github.token": standIn.environment.github["GITHUB_TOKEN"] ?? "",
});
