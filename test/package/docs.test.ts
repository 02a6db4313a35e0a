import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";

const pages = readdirSync(join(checkout, "docs")).filter((name) => name.endsWith(".md"));

describe("a page of docs", () => {
    for (const page of pages) {
        it(`${page} shows, as TypeScript, only whole files of examples`, () => {
            const text = readFileSync(join(checkout, "docs", page), "utf8");

            // The link to a file, then its text.
            const quoted = [...text.matchAll(/\]\(\.\.\/(examples\/[^)]+)\):\n\n```ts\n(.*?)```/gs)];

            assert.equal(quoted.length, text.match(/```ts$/gm)?.length ?? 0);
            for (const [, file = "", code] of quoted)
                assert.equal(code, readFileSync(join(checkout, file), "utf8"), file);
        });
    }
});
