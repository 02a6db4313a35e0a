import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { runCommand } from "../engine/support/run-command";
import { pages } from "./support/blocks";

describe("the site that is made of the pages", function () {
    this.timeout(600_000);

    it("has every page, and no link of one page leads nowhere", async () => {
        const out = mkdtempSync(join(tmpdir(), "site-"));
        const vitepress = join(checkout, "node_modules", "vitepress", "bin", "vitepress.js");

        const { code, stdout, stderr } = await runCommand(
            process.execPath,
            [vitepress, "build", "docs", "--outDir", out],
            { cwd: checkout, env: process.env, timeoutMs: 500_000 },
        );

        assert.equal(code, 0, `${stdout}${stderr}`);
        for (const page of pages) {
            const file = join(out, page.replace(/README\.md$/, "index.md").replace(/\.md$/, ".html"));
            assert.ok(existsSync(file), file);
        }
        assert.match(readFileSync(join(out, "index.html"), "utf8"), /TeamSecretsSpace/);
        rmSync(out, { recursive: true });
    });
});
