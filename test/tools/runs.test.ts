import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { longer, places, runOf } from "../../tools/tests/runs";

describe("the runs of the tests", () => {
    it("have places that exist", () => {
        assert.deepEqual(
            places.filter((place) => !existsSync(join(checkout, place))),
            [],
        );
    });

    it("do again at length what the slow run does in short", () => {
        assert.deepEqual(
            [...new Set(longer.files.map((file) => [existsSync(join(checkout, file)), runOf(file)].join()))],
            ["true,slow"],
        );
    });

    it("give a file to the longest place that it is in, and to the fast run when there is none", () => {
        const files = ["test/engine/space.test.ts", "test/engine/new.test.ts", "test/http/new.test.ts"];

        assert.deepEqual(files.map(runOf), ["slow", "long", "fast"]);
    });
});

describe("a run of the tests in several processes", function () {
    this.timeout(120_000);
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "runs-test-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    function run(files: Readonly<Record<string, string>>) {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
        const names = Object.keys(files).map((name) => join(folder, name));
        const mocha = [require.resolve("mocha/bin/mocha.js"), "--parallel", "--jobs", "2", ...names];
        const { status, stdout } = spawnSync(process.execPath, mocha, { cwd: checkout, encoding: "utf8" });
        return { status, lines: stdout.trim().split("\n") };
    }

    it("fails when a process dies, in the middle of a test too, and still does the other files", () => {
        const { status, lines } = run({
            "dies.test.js": 'it("dies", () => process.exit(0));',
            "lives.test.js": 'it("lives", () => {});',
        });

        assert.notEqual(status, 0);
        assert.equal(lines.at(-1), "1 passed, 1 failed");
    });

    it("fails when a file can't be loaded", () => {
        const { status, lines } = run({
            "broken.test.js": 'throw new Error("broken");',
            "lives.test.js": 'it("lives", () => {});',
        });

        assert.notEqual(status, 0);
        assert.equal(lines.at(-1), "1 passed, 1 failed");
    });

    it("counts the failures and the skipped of every process, and tells the slowest twenty with their files", () => {
        const many = "for (let n = 1; n <= 21; n += 1) it(`passes ` + n, () => {});";
        const { status, lines } = run({
            "many.test.js": many,
            "mixed.test.js":
                'it("fails", () => { throw new Error("as it should"); }); it.skip("is skipped", () => {});',
        });

        assert.equal(status, 1);
        assert.equal(lines.at(-1), "21 passed, 1 failed, 1 skipped");
        const told = lines.slice(lines.indexOf("The slowest:") + 1, -2);
        assert.equal(told.length, 20);
        for (const one of told) assert.match(one, /^ +\d+\.\d s {2}\S+\.test\.js {2}\S/);
    });
});
