import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";

describe("what the sources of a checkout are compiled to", () => {
    let folder: string;
    let compiled: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "from-source-test-"));
        compiled = join(folder, ".compiled");
        cpSync(join(checkout, "from-source.cjs"), join(folder, "from-source.cjs"));
        symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
        mkdirSync(join(folder, "resources"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    /** Says what `index.ts` exports, in a process of its own. */
    async function run(): Promise<string> {
        const program = 'process.stdout.write(require("./from-source.cjs")("index").said)';
        const node = spawn(process.execPath, ["-e", program], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
        let said = "";
        node.stdout.on("data", (data) => {
            said += data;
        });
        const [status] = await once(node, "close");
        return `${said} ${status}`;
    }

    const write = (said: string) => writeFileSync(join(folder, "index.ts"), `export const said: string = "${said}";`);

    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);

    function ageAll(): void {
        for (const name of readdirSync(compiled)) utimesSync(join(compiled, name), twoDaysAgo, twoDaysAgo);
    }

    it("goes when nothing has started from it for a day and other sources are compiled", async () => {
        write("old");
        assert.equal(await run(), "old 0");
        mkdirSync(join(compiled, "unfinished-killed"));
        const olds = readdirSync(compiled);
        ageAll();
        mkdirSync(join(compiled, "unfinished-by-another"));
        write("new");

        assert.equal(await run(), "new 0");

        const left = readdirSync(compiled);
        assert.equal(left.length, 2);
        assert.ok(left.includes("unfinished-by-another"));
        assert.deepEqual(
            left.filter((name) => olds.includes(name)),
            [],
        );
    });

    it("stays while something starts from it, whenever it was compiled", async () => {
        write("old");
        await run();
        ageAll();
        const olds = readdirSync(compiled);

        assert.equal(await run(), "old 0");
        write("new");
        await run();

        assert.deepEqual(
            olds.filter((name) => !readdirSync(compiled).includes(name)),
            [],
        );
    });

    it("is compiled and removed by several processes at once", async () => {
        for (const said of ["first", "second", "third"]) {
            write(said);
            await run();
        }
        ageAll();
        write("new");

        const said = await Promise.all([run(), run(), run(), run()]);

        assert.deepEqual(said, ["new 0", "new 0", "new 0", "new 0"]);
        assert.equal(readdirSync(compiled).length, 1);
    });
});
