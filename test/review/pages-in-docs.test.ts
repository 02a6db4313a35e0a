import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { htmlOf } from "../../resources/review/render/html";
import { markdownOf } from "../../resources/review/render/markdown";
import { pageOf, sceneNames } from "./support/scenes";

/** The pages that the docs show, written anew with GOLDEN=write. */
describe("the pages that docs/review shows", () => {
    for (const name of sceneNames) {
        it(`${name} is what the command writes for that change`, async () => {
            const page = await pageOf(name);
            for (const [ending, text] of [
                ["md", markdownOf(page)],
                ["html", htmlOf(page)],
            ] as const) {
                const file = join(checkout, "docs", "review", `${name}.${ending}`);
                if (process.env["GOLDEN"] === "write") writeFileSync(file, text);

                assert.equal(text, readFileSync(file, "utf8"));
            }
        });
    }
});
