import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { engineEnvironment } from "../engine/support/engine-environment";
import { killTree, runCommand } from "../engine/support/run-command";
import { cleanEnvironment, pack } from "../package/support/packed";
import { blocksOf } from "./support/blocks";

const page = "docs/start-offline.md";

/** All commands of a block, on a busy machine, npm's among them. */
const blockMs = 600_000;

describe(`a newcomer who does what ${page} says`, function () {
    this.timeout(blockMs * 3);

    const home = realpathSync(mkdtempSync(join(tmpdir(), "newcomer-")));
    const folder = join(home, "secrets");
    const [packing, making, checking, tenants, ...rest] = blocksOf(page).map(({ text }) => text);
    let tenant: ChildProcess | undefined;
    let tenantIsIn: readonly string[] = [];

    /** In a shell of its own, with what the tenant said to export. */
    async function run(lines: string): Promise<string> {
        const env = {
            ...cleanEnvironment(engineEnvironment(home)),
            npm_config_prefer_offline: "true",
            npm_config_audit: "false",
            PATH: engineEnvironment(home)["PATH"],
        };
        const args = ["-euo", "pipefail", "-c", [...tenantIsIn, lines].join("\n")];
        const { code, stdout, stderr } = await runCommand("bash", args, { cwd: folder, env, timeoutMs: blockMs });
        assert.equal(code, 0, `${lines}\n${stdout}${stderr}`);
        return `${stdout}${stderr}`;
    }

    before(async () => {
        mkdirSync(join(home, "pulumi-okta-opa"));
        mkdirSync(folder);
        const { archive } = await pack(home);
        copyFileSync(archive, join(home, "pulumi-okta-opa", basename(archive)));
    });
    after(() => {
        if (tenant) killTree(tenant);
        rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    });

    it("has a repository whose checks and test are green, two teams, and none of them at the end", async () => {
        assert.match(packing ?? "", /npm ci && npm pack && mkdir \.\.\/secrets/);
        assert.match(tenants ?? "", /^npx pulumi-okta-opa tenant --port 8080\n$/);
        await run(making ?? "");
        const checked = await run(checking ?? "");
        const main = join(folder, "node_modules", "pulumi-okta-opa", "dist", "cli", "main.js");
        tenant = spawn(process.execPath, [main, "tenant", "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
        tenantIsIn = await exportsOf(tenant);
        const said = await run(rest.join("\n"));

        assert.match(checked, /# pass 3/);
        assert.match(said, /created/);
        assert.match(said, /ana@example\.com/);
        assert.match(said, /deleted/);
    });
});

/** The lines with which a tenant says how to find it. */
function exportsOf({ stderr }: ChildProcess): Promise<readonly string[]> {
    let said = "";
    return new Promise((resolve) => {
        stderr?.on("data", (text: Buffer) => {
            said += text;
            if (said.includes("The calls, as they come")) resolve(said.match(/export \S+/g) ?? []);
        });
    });
}
