import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { runCommand } from "../engine/support/run-command";
import { cleanEnvironment } from "./support/packed";

describe("the API reference", function () {
    this.timeout(600_000);
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "api-reference-test-"));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("is made of the docstrings without a warning: everything public is described, and every type it names is there", async () => {
        const options = { cwd: checkout, env: cleanEnvironment(), timeoutMs: 500_000 };

        const { code, stdout, stderr } = await runCommand("npx", ["typedoc", "--out", folder], options);

        assert.equal(code, 0, `${stdout}${stderr}`);
        const pages = readdirSync(folder, { recursive: true, encoding: "utf8" });
        const page = (name: string) =>
            readFileSync(join(folder, pages.find((one) => one.endsWith(name)) ?? name), "utf8");
        assert.match(
            page("SpaceArgs.md"),
            /`?deleteContents`?.*destroying the space then deletes the folder's secrets for ever/,
        );
        assert.match(page("Privilege.md"), /"secret_reveal"/);
        assert.match(page("startTenant.md"), /TenantOptions/);
    });
});
