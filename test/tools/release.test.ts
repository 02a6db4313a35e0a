import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { checkout } from "../../cli/demo/checkout";
import { billOfAll, billOfPublished, componentsOf, dependenciesOf } from "../../tools/release/bill-of-materials";
import { changesetFaults } from "../../tools/release/changesets";
import { licenceFaults } from "../../tools/release/licences";
import { type Release, releaseFaults } from "../../tools/release/ready";

describe("A release", () => {
    let folder = "";

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "release-"));
        mkdirSync(join(folder, ".changeset"));
        cpSync(join(checkout, ".changeset"), join(folder, ".changeset"), { recursive: true });
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const toCome = (name: string, text: string) =>
        writeFileSync(join(folder, ".changeset", `${name}.md`), `---\n"pulumi-okta-opa": minor\n---\n\n${text}\n`);

    it("needs nothing whose licence is not approved", function () {
        this.timeout(120_000);
        const needed = componentsOf(billOfAll(checkout));

        const faults = licenceFaults(needed);

        assert.deepEqual(faults, []);
        assert.ok(needed.length > 500, `only ${needed.length} packages were looked at`);
    });

    it("finds a licence that nobody approved, a missing one, and one of two that must both hold", () => {
        const component = (name: string, licence: string | undefined) => ({ name, version: "1.0.0", licence });

        const faults = licenceFaults([
            component("good", "(MIT OR GPL-3.0-only)"),
            component("copyleft", "GPL-3.0-only"),
            component("nameless", undefined),
            component("both", "MIT AND GPL-3.0-only"),
        ]);

        assert.deepEqual(faults, [
            "copyleft@1.0.0: GPL-3.0-only",
            "nameless@1.0.0: names no licence",
            "both@1.0.0: MIT AND GPL-3.0-only",
        ]);
    });

    it("comes with a bill of materials that has each dependency and what it needs, and nothing of development", function () {
        this.timeout(120_000);
        const dependencies = dependenciesOf(JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")));
        const asInstalled = spawnSync("npm", ["ls", "--all", "--omit", "dev", "--omit", "peer", "--parseable"], {
            cwd: checkout,
            encoding: "utf8",
        });
        const installed = asInstalled.stdout
            .split("\n")
            .flatMap((path) => path.split("node_modules/").slice(1).pop() ?? []);

        const bill = billOfPublished(billOfAll(checkout), dependencies);

        const names = new Set(componentsOf(bill).map(({ name }) => name));
        for (const name of dependencies) assert.ok(names.has(name), `${name} is missing`);
        assert.deepEqual([...names].sort(), [...new Set(installed)].sort());
        assert.ok(!names.has("mocha"));
    });

    it("has changes that say what they mean for existing state", () => {
        toCome("good", "A text.\n\nState: nothing changes.");
        toCome("silent", "A text that says nothing about state.");

        const faults = changesetFaults(join(folder, ".changeset"));

        assert.deepEqual(faults, [
            'silent.md: add a paragraph that begins with "State:" and says what happens to existing state.',
        ]);
        assert.deepEqual(changesetFaults(join(checkout, ".changeset")), []);
    });

    it("puts the changes to come on top of the changelog, with their effect on state, and raises the version", function () {
        this.timeout(120_000);
        toCome("calm-cats-sing", "Teams may have colours. Before, they had none.\n\nState: nothing changes.");
        cpSync(join(checkout, "CHANGELOG.md"), join(folder, "CHANGELOG.md"));
        writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "pulumi-okta-opa", version: "0.1.0" }));
        writeFileSync(join(folder, "package-lock.json"), "{}");
        spawnSync("git", ["init", "-q", "-b", "main"], { cwd: folder });

        const run = spawnSync(process.execPath, [require.resolve("@changesets/cli/bin.js"), "version"], {
            cwd: folder,
            encoding: "utf8",
        });

        const changelog = readFileSync(join(folder, "CHANGELOG.md"), "utf8");
        assert.equal(run.status, 0, run.stdout + run.stderr);
        assert.match(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version, /^0\.2\.0$/);
        assert.match(
            changelog,
            /^# Changelog\n\n## 0\.2\.0\n\n### Minor Changes\n\n- Teams may have colours\. Before, they had none\.\n\n {2}State: nothing changes\.\n\n## 0\.1\.0/,
        );
    });

    it("is refused where tag, changelog, changes to come or repository do not fit", () => {
        toCome("late", "A text.\n\nState: nothing changes.");
        const release: Release = {
            package: { version: "0.2.0" },
            changelog: "# Changelog\n\n## 0.1.0\n",
            changesets: join(folder, ".changeset"),
            tag: "v0.1.0",
            repository: "acme/pulumi-okta-opa",
        };

        const faults = releaseFaults(release);

        assert.deepEqual(faults, [
            "The tag is v0.1.0, but package.json says 0.2.0: tag v0.2.0.",
            "CHANGELOG.md has no entry for 0.2.0.",
            ".changeset/late.md is not in the changelog yet: run `npx changeset version`, and commit.",
            'package.json must name the repository that publishes, for its provenance: "repository": "git+https://github.com/acme/pulumi-okta-opa.git".',
        ]);
    });

    it("is let through where all of them fit", () => {
        const faults = releaseFaults({
            package: { version: "0.2.0", repository: { url: "git+https://github.com/acme/pulumi-okta-opa.git" } },
            changelog: "# Changelog\n\n## 0.2.0\n\n- A change.\n\n## 0.1.0\n",
            changesets: join(checkout, ".changeset"),
            tag: "v0.2.0",
            repository: "acme/pulumi-okta-opa",
        });

        assert.deepEqual(faults, []);
    });

    it("does not begin while the changelog says that the version is not published yet", () => {
        const [fault] = releaseFaults({
            package: { version: "0.2.0", repository: "git+https://github.com/acme/pulumi-okta-opa.git" },
            changelog: "# Changelog\n\n## 0.2.0, not published yet\n",
            changesets: join(checkout, ".changeset"),
            tag: "v0.2.0",
            repository: "acme/pulumi-okta-opa",
        });

        assert.equal(fault, 'CHANGELOG.md says "## 0.2.0, not published yet": leave the version alone there.');
    });
});

describe("The workflow that publishes", () => {
    const workflow = z
        .object({
            permissions: z.object({}).strict(),
            jobs: z.object({
                publish: z.object({
                    environment: z.string(),
                    permissions: z.record(z.string(), z.string()),
                    steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
                }),
            }),
        })
        .parse(parse(readFileSync(join(checkout, ".github", "workflows", "publish.yml"), "utf8")));
    const { steps, permissions } = workflow.jobs.publish;
    const commands = steps.flatMap(({ run = "" }) => run.split("\n")).join("\n");

    it("uses other people's actions by their hash only", () => {
        const used = steps.flatMap(({ uses }) => uses ?? []);

        assert.ok(used.length > 0);
        for (const action of used) assert.match(action, /@[0-9a-f]{40}$/);
    });

    it("publishes with provenance and no token, after the audit and the tests, and only from a commit that is ready", () => {
        const order = ["release:ready", "npm audit --omit dev", "npm test", "release:sbom", "npm publish --provenance"];

        const places = order.map((one) => commands.indexOf(one));

        assert.deepEqual(
            places,
            [...places].sort((one, other) => one - other),
        );
        assert.ok(!places.includes(-1), `${places}`);
        assert.deepEqual(permissions, { contents: "write", "id-token": "write" });
    });

    it("runs only scripts that exist", () => {
        const { scripts } = z
            .object({ scripts: z.record(z.string(), z.string()) })
            .parse(JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")));

        for (const [, name = ""] of commands.matchAll(/npm run ([\w:-]+)/g)) assert.ok(name in scripts, name);
    });
});
