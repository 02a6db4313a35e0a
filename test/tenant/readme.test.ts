import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { unconfirmed } from "../../tenant";
import { faultOrder } from "../../tenant/control/fault-orders";
import { clockOrder } from "../../tenant/control/orders";
import { defaultSettings } from "../../tenant/settings";

const checkout = join(__dirname, "..", "..");
const pages = ["README.md", "conformance.md"].map((name) => readFileSync(join(checkout, "tenant", name), "utf8"));

/** The rows of every table with this heading, cell by cell, without the heading. */
function rowsUnder(...heading: readonly string[]): string[][] {
    const found: string[][] = [];
    let isInside = false;
    for (const line of pages.join("\n").split("\n")) {
        const cells = line.startsWith("|")
            ? line
                  .slice(1, -1)
                  .split("|")
                  .map((cell) => cell.trim())
            : undefined;
        if (!cells) isInside = false;
        else if (isInside && !/^-+$/.test(cells[0] ?? "")) found.push(cells);
        else if (cells.join() === heading.join()) isInside = true;
    }
    return found;
}

const code = (value: unknown) => `\`${value === "" ? '""' : String(value)}\``;

interface Listed {
    readonly file: string;
    readonly title: string;
}

/** Every test of the tenant, by name; none is run. */
async function testsThere(): Promise<readonly Listed[]> {
    const mocha = require.resolve("mocha/bin/mocha.js");
    const args = [mocha, "--dry-run", "--reporter", "json", "test/tenant/*.test.ts"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout, maxBuffer: 2 ** 24 });
    const { tests } = JSON.parse(stdout.slice(stdout.indexOf("{\n"))) as { tests: Listed[] };
    return tests.map(({ file, title }) => ({ file: basename(file), title }));
}

describe("what is written about the tenant", () => {
    it("has every open statement as the code has it, and no other", () => {
        const rows = rowsUnder("setting", "default", "or", "why it is open");

        const expected = Object.entries(unconfirmed).map(([name, { default: usual, values, reason }]) => [
            code(name),
            code(usual),
            values.slice(1).map(code).join(", "),
            reason,
        ]);
        assert.deepEqual(rows, expected);
    });

    it("has every other setting with its default, and no other", () => {
        const rows = rowsUnder("setting", "default", "what it is");

        const others = Object.entries(defaultSettings()).filter(([name]) => !(name in unconfirmed));
        const expected = others.map(([name, value]) => [code(name), `\`${JSON.stringify(value)}\``]);
        assert.deepEqual(
            rows.map((row) => row.slice(0, 2)),
            expected,
        );
    });

    it("gives orders that the control URL understands", () => {
        const faults = rowsUnder("wanted", "order to `POST /control/faults`, or argument of `tenant.fail()`");
        const faultOrders = faults.map(([, cell = ""]) => JSON.parse(/`({.+?})`/.exec(cell)?.[1] ?? ""));
        const clocks = rowsUnder("wanted", "in the process", "over HTTP").flatMap(([, , cell = ""]) =>
            [...cell.matchAll(/-d '({.+})'/g)].map(([, order = ""]) => JSON.parse(order)),
        );

        assert.deepEqual([faultOrders.length, clocks.length], [12, 3]);
        for (const order of faultOrders) assert.ok(faultOrder.safeParse(order).success, JSON.stringify(order));
        for (const order of clocks) assert.ok(clockOrder.safeParse(order).success, JSON.stringify(order));
    });

    it("names tests that are there", async () => {
        const named = [
            ...rowsUnder("statement", "contract", "file", "test").map(([, , file = "", title = ""]) => [file, title]),
            ...rowsUnder("statement", "file", "test").map(([, file = "", title = ""]) => [file, title]),
        ];

        const there = await testsThere();

        const missing = named.filter(([file = "", title = ""]) => {
            const isMeant = (test: Listed) =>
                title.endsWith("…") ? test.title.startsWith(title.slice(0, -1)) : test.title === title;
            return !there.some((test) => `\`${test.file}\`` === file && isMeant(test));
        });
        assert.ok(named.length > 100, `${named.length}`);
        assert.deepEqual(missing, []);
    });
});
