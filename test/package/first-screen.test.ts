import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { runCommand } from "../engine/support/run-command";
import { cleanEnvironment } from "./support/packed";

describe("the first screen of a newcomer", function () {
    this.timeout(120_000);

    it("has no warning by npm: neither of this version of Node, nor of scripts that nobody has looked at", async () => {
        const folder = mkdtempSync(join(tmpdir(), "first-screen-"));
        for (const file of ["package.json", "package-lock.json"])
            copyFileSync(join(checkout, file), join(folder, file));

        // It says what it would without installing anything, from the lock alone.
        const args = ["ci", "--dry-run", "--offline", "--no-audit", "--no-fund"];
        const result = await runCommand("npm", args, { cwd: folder, env: cleanEnvironment(), timeoutMs: 100_000 });
        rmSync(folder, { recursive: true });

        assert.deepEqual({ code: result.code, stderr: result.stderr }, { code: 0, stderr: "" });
        assert.match(result.stdout, /added \d+ packages/);
    });
});
