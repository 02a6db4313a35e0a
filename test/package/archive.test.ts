import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { runCommand } from "../engine/support/run-command";
import { cleanEnvironment, pack } from "./support/packed";

/** What looks at an archive as other people's tools will, with how it is asked to be strict. */
const linters = {
    publint: ["run", "--strict"],
    attw: ["--profile", "strict", "--no-emoji", "--no-color"],
} as const;

describe("the package's archive", function () {
    this.timeout(300_000);
    let folder: string;
    let archive: string;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "archive-test-"));
        ({ archive } = await pack(folder));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [linter, args] of Object.entries(linters)) {
        it(`gives ${linter} nothing to say`, async () => {
            const options = { cwd: checkout, env: cleanEnvironment(), timeoutMs: 200_000 };

            const { code, stdout, stderr } = await runCommand("npx", [linter, ...args, archive], options);

            assert.equal(code, 0, `${stdout}${stderr}`);
            assert.match(stdout, /All good!|No problems found/);
        });
    }
});
