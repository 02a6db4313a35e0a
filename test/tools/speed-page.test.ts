import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { type Figures, readFigures } from "../../tools/speed/figures";
import { pageWith, plotsOf } from "../../tools/speed/page";

const docs = join(checkout, "docs");
const read = (file: string) => readFileSync(join(docs, file), "utf8");

describe("docs/speed.md", () => {
    it("shows what was measured, in its tables and its pictures, and nothing else", () => {
        const figures = readFigures(docs);

        const page = pageWith(read("speed.md"), figures);
        const plots = plotsOf(figures);

        assert.equal(page, read("speed.md"), "Run npm run bench:docs -- --page.");
        for (const [file, svg] of Object.entries(plots)) assert.equal(svg, read(file), `${file}: as above`);
    });

    it("says of a goal that was missed, or not measured, that it was", () => {
        const { simulated, onEngine } = readFigures(docs);
        const slower: Figures = {
            simulated,
            onEngine: onEngine
                .filter(({ step }) => step === "first up")
                .map((row) => ({ ...row, stateBytes: row.spaces * 12_100 })),
        };

        const page = pageWith(read("speed.md"), slower);

        assert.match(page, /^\| state, a space, .* +\| 12 kB +\| 12.1 kB +\| \*\*not reached\*\* \|$/m);
        assert.match(page, /^\| `preview` without change, our calls +\| 11 +\| \d+ +\| \S.*\|$/m);
        assert.match(page, /^\| `refresh`, wall +\| 10 s +\| not measured +\| +\|$/m);
    });

    it("refuses a page that has no place for a table", () => {
        assert.throws(() => pageWith("# Speed\n", readFigures(docs)), /has no place for the table "goals"/);
    });
});
