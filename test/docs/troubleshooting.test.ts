import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";

const sources = readdirSync(join(checkout, "resources"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(checkout, "resources", name), "utf8"));

const page = readFileSync(join(checkout, "docs", "troubleshooting.md"), "utf8");
const ofPulumi = page.indexOf("## Commands of Pulumi");

/** The first cell of each row about an error of ours. */
const errors = [...page.slice(0, ofPulumi).matchAll(/^\| `([^`]+)`/gm)].map(([, text = ""]) => text);

/** Texts of one message stand in one file, as far as they are written in one piece. */
const isSaid = (parts: readonly string[]) => sources.some((source) => parts.every((part) => source.includes(part)));

describe("the page of errors", () => {
    it("has a good part of them", () => assert.ok(errors.length > 20, `${errors.length}`));

    for (const error of errors) {
        it(`quotes what the package says: ${error}`, () => {
            const parts = error.split("…").map((part) => part.trim());

            assert.ok(isSaid(parts.filter((part) => part !== "")));
        });
    }
});
