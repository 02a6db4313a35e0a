import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startTenant } from "../../tenant";
import { blocksOf } from "../docs/support/blocks";
import { engineEnvironment } from "../engine/support/engine-environment";
import type { CommandResult } from "../engine/support/run-command";
import { goldenTexts, pinned } from "../stored/support/golden-texts";
import { compile, compiled, type Settings, writePrograms } from "./support/compile";
import { installPacked, type ScratchProject } from "./support/packed";
import { startTenantCommand } from "./support/tenant-command";
import { typesShownBy } from "./support/types-shown";

/** npm installs all of Pulumi, and TypeScript reads it three times. */
const packageTestMs = 600_000;

describe("the package, packed and installed in a project of somebody else", function () {
    this.timeout(packageTestMs);
    let project: ScratchProject;
    const byNode: { result?: CommandResult } = {};

    // Nothing below changes what is installed and compiled here.
    before(async () => {
        project = await installPacked();
        writePrograms(project);
        byNode.result = await compile(project, "node");
    });
    after(() => project && rmSync(project.folder, { recursive: true, force: true, maxRetries: 3 }));

    it("holds what runs and its types, the door, and the page of the tenant, and nothing else", () => {
        const places = new Set(project.published.map((path) => path.split("/").slice(0, 2).join("/")));
        const commands = project.published.filter((path) => path.startsWith("dist/cli/"));
        const isOurs = (path: string) => !path.startsWith("template/");
        const sources = project.published.filter((path) => isOurs(path) && /(?<!\.d)\.ts$|\.map$/.test(path));

        assert.deepEqual([...places].sort(), [
            "LICENSE",
            "README.md",
            "dist/cli",
            "dist/resources",
            "dist/tenant",
            "package.json",
            "provider.cjs",
            "template/README.md",
            "template/github",
            "template/gitlab",
            "template/repository",
            "tenant/page",
        ]);
        assert.deepEqual(
            commands.filter((path) => path.endsWith(".js")).sort(),
            [
                ...["access.js", "access/audit-report.js", "access/audit.js", "access/checkout.js"],
                ...["access/diff.js", "access/history.js", "access/only.js", "access/record.js"],
                ...["access/remarks.js", "access/tables.js"],
                ...[
                    "adopt.js",
                    "adopt/counted-ways.js",
                    "adopt/platform-file.js",
                    "adopt/report.js",
                    "adopt/stack-file.js",
                    "adopt/write-files.js",
                ],
                ...["destroy.js", "destroy/whole-stack.js"],
                ...["doctor.js", "doctor/machine.js", "doctor/report.js", "doctor/stack-config.js"],
                ...["drift.js", "drift/report.js"],
                ...[
                    "host/code-host.js",
                    "host/connect.js",
                    "host/connection.js",
                    "host/github.js",
                    "host/gitlab.js",
                    "host/marked.js",
                ],
                ...["init.js", "init/ask.js", "init/repository.js", "init/settings.js", "init/write.js"],
                ...["main.js", "markdown.js", "pipeline.js"],
                ...["apply", "applying", "change", "comment", "engine", "gate", "git", "issue", "night"].map(
                    (one) => `pipeline/${one}.js`,
                ),
                ...["pipeline/of-stack.js", "pipeline/page.js", "pipeline/planned.js", "pulumi.js"],
                ...["teams-owners.js", "teams.js", "tenant.js", "terminal.js"],
            ].map((path) => `dist/cli/${path}`),
        );
        assert.deepEqual(sources, []);
    });

    it("runs on its own dependencies alone, every file of it", async () => {
        const files = project.published.filter((path) => /^dist\/.*\.c?js$/.test(path) && path !== "dist/cli/main.js");
        const script = files.map((path) => `require("./node_modules/pulumi-okta-opa/${path}");`).join("");

        const { code, stderr } = await project.run("node", ["-e", script]);

        assert.equal(code, 0, stderr);
        assert.ok(files.length > 100);
    });

    it("shows its users, of other packages, only Pulumi's types: those of zod need settings that Pulumi does not give", () => {
        const installed = join(project.folder, "node_modules", "pulumi-okta-opa");

        const shown = typesShownBy(installed, "dist/resources/index.d.ts", "dist/tenant/index.d.ts");

        assert.deepEqual(
            shown.filter((line) => !line.startsWith("@pulumi/")),
            [],
        );
        assert.ok(shown.length > 0);
    });

    for (const by of ["node", "bundler", "pulumi"] satisfies Settings[]) {
        it(`is typed, examples and all, for a program with the settings of ${by}`, async () => {
            const result = by === "node" ? byNode.result : await compile(project, by);

            assert.deepEqual(result, { code: 0, stdout: "", stderr: "" });
        });
    }

    for (const file of compiled("uses-package")) {
        it(`starts a tenant in ${file}`, async () => {
            const { stdout, stderr } = await project.run("node", [file]);

            assert.deepEqual(
                stdout && JSON.parse(stdout),
                {
                    names: [
                        "ExistingOktaGroup",
                        "GroupPushMapping",
                        "OpaSecretFolder",
                        "OpaSecurityPolicy",
                        "TeamSecretsSpace",
                    ],
                    page: 200,
                    me: 200,
                    requests: ["okta GET /api/v1/users/me 200"],
                    folders: ["teams"],
                    afterReset: { requests: 0, folders: 1 },
                    isClosed: true,
                },
                stderr,
            );
        });
    }

    for (const file of compiled("stored-texts")) {
        it(`keeps in state what a checkout keeps, byte for byte, from ${file}`, async () => {
            const { stdout, stderr } = await project.run("node", [file]);

            const texts: Record<string, string> = stdout ? JSON.parse(stdout) : {};
            const pins = Object.entries(texts).map(([type, text]) => [type, pinned(text)]);
            assert.deepEqual(Object.fromEntries(pins), goldenTexts, stderr);
        });
    }

    it("opens the door that the text in state knocks at", async () => {
        const knock =
            'const { provider } = require("pulumi-okta-opa/provider");' +
            'const checked = provider("opa:SecretFolder", { get() {} }).check({}, { name: "a b" });' +
            "checked.then(({ failures }) => console.log(failures.map(({ property }) => property).sort().join()));";

        const { stdout, stderr } = await project.run("node", ["-e", knock]);

        assert.equal(stdout, "name,project,resourceGroup\n", stderr);
    });

    it("has a command that starts a tenant, tells programs in one line and people in words, and then logs calls", async () => {
        const [, told] = blocksOf("docs/testing-your-program.md").filter(({ language }) => language === "sh");
        assert.equal(told?.text, "npx pulumi-okta-opa tenant --port 8080\n");
        const port = await freePort();
        const command = await startTenantCommand(project.folder, "--port", port);

        const { okta, oktaApiToken, control } = JSON.parse(command.firstLine);
        const headers = { Authorization: `SSWS ${oktaApiToken}` };
        const me = await fetch(`${okta}/api/v1/users/me`, { headers });
        const state = await fetch(`${control}/state`);
        await command.hears("/api/v1/users/me (automation)");
        const said = command.stderr();
        const stdout = await command.end();

        assert.equal(okta, `http://127.0.0.1:${port}`);
        assert.deepEqual([me.status, state.status], [200, 200]);
        assert.match(said, new RegExp(`export OKTAPAM_API_HOST=http://127.0.0.1:${port}\n`));
        assert.equal(stdout, `${command.firstLine}\n`);
    });

    it("has a command that says in one sentence that a port is taken", async () => {
        const tenant = await startTenant();
        const { port } = new URL(tenant.url);

        const result = await project.run("npx", ["pulumi-okta-opa", "tenant", "--port", port]);
        await tenant.close();

        const sentence = `Port ${port} is taken: 127.0.0.1:${port}. Choose another, or 0 for any free one.\n`;
        assert.deepEqual(result, { code: 2, stdout: "", stderr: sentence });
    });

    it("makes, keeps and takes away a space on the real engine, as the worked example tests it", async () => {
        const home = join(project.folder, "home");
        mkdirSync(home);
        const [told] = blocksOf("docs/testing-your-program.md").filter(({ language }) => language === "sh");
        assert.match(
            told?.text ?? "",
            /^npm install .*\nnpm install --save-dev ts-node .*\nnode --require ts-node\/register program\.test\.ts\n$/,
        );
        // Types are checked above, and need seconds in each run.
        const fast = { PULUMI_NODEJS_TRANSPILE_ONLY: "true", TS_NODE_TRANSPILE_ONLY: "true" };
        const args = ["--require", "ts-node/register", "--test-reporter=tap", "program.test.ts"];

        const { code, stdout, stderr } = await project.run("node", args, {
            in: "examples/team-secrets-space",
            env: { ...engineEnvironment(home), ...fast },
        });

        assert.equal(code, 0, `${stdout}${stderr}`);
        assert.match(stdout, /^# pass 4$/m);
    });
});

async function freePort(): Promise<string> {
    const tenant = await startTenant();
    await tenant.close();
    return new URL(tenant.url).port;
}
