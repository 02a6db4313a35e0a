import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const resources = join(root, "resources");

/** The cells of each row of the table of what is shared, in the room's README. */
const rows = readFileSync(join(resources, "lifecycle/README.md"), "utf8")
    .split("| shared read")[1]
    ?.split("\n")
    .slice(2)
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));

describe("the table of what is shared", () => {
    it("has a row for each file that shares an answer for some time", () => {
        const table = JSON.stringify(rows);
        const missing = readdirSync(resources, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .filter((file) => {
                const text = readFileSync(join(resources, file), "utf8");
                return /= sharedRead\(\s*[a-z]/i.test(text) && !table.includes(file);
            });
        assert.deepEqual(missing, []);
    });

    it("names a test in each row, and one that exists", () => {
        for (const [, what, , , , cell = ""] of rows ?? []) {
            const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);
            assert.notEqual(named.length, 0, what);
            for (const file of named) assert.ok(existsSync(join(root, file)), `${what}: ${file}`);
        }
    });
});
