import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sinon from "sinon";
import { say, sayOnStderr, warn } from "../../resources/http/output/say";
import { visible, visibleOnOneLine } from "../../resources/http/output/visible";

const resources = join(__dirname, "..", "..", "resources");

describe("a text for a terminal", () => {
    const cases = {
        "an escape sequence": ["\u001b[2J", "\\u{1b}[2J"],
        "a bell, a backspace, a return": ["\u0007\b\r", "\\u{7}\\u{8}\\u{d}"],
        "a control character of eight bits": ["\u009b31m", "\\u{9b}31m"],
        delete: ["a\u007f", "a\\u{7f}"],
        "turned text": ["\u202egpj.exe\u2066\u200f", "\\u{202e}gpj.exe\\u{2066}\\u{200f}"],
        "letters without width": ["a\u200bb\ufeff\u00ad", "a\\u{200b}b\\u{feff}\\u{ad}"],
        "letters that only machines read": ["\u{e0041}", "\\u{e0041}"],
        "separators of lines": ["a\u2028b\u2029c\u0085", "a\\u{2028}b\\u{2029}c\\u{85}"],
        "half a character": ["\ud83d", "\\u{d83d}"],
    } as const;
    for (const [what, [text, shown]] of Object.entries(cases)) {
        it(`shows ${what}`, () => {
            assert.equal(visible(text), shown);
            assert.equal(visibleOnOneLine(text), shown);
        });
    }

    it("keeps what people write, and its own lines", () => {
        const text = "Équipe 支付 – ñandú «a»\u00a0👍🏽 \\u{41}\n\tsecond line";

        assert.equal(visible(text), text);
    });

    it("may be on one line", () => {
        assert.equal(visibleOnOneLine("a\n\tb"), "a\\u{a}\\u{9}b");
    });

    it("is not shown twice over", () => {
        assert.equal(visible(visible("\u001b")), "\\u{1b}");
    });
});

describe("what a provider says", () => {
    afterEach(() => sinon.restore());

    it("is one visible line each", () => {
        const said: unknown[] = [];
        sinon.stub(console, "log").callsFake((line) => said.push(line));
        sinon.stub(console, "warn").callsFake((line) => said.push(line));
        sinon.stub(process.stderr, "write").callsFake((line) => said.push(line) > 0);

        for (const tell of [say, warn, sayOnStderr]) tell("a\u001b[2J\nerror: b");

        sinon.restore();
        const shown = "a\\u{1b}[2J\\u{a}error: b";
        assert.deepEqual(said, [shown, shown, `${shown}\n`]);
    });

    it("is said in one place: nothing else writes to a terminal", () => {
        const writes =
            /\bconsole(\.\w|\[)|= console\b|process\.std(out|err)|\blog\b.*from "@pulumi\/pulumi"|\bRunError\b.*from "@pulumi\/pulumi"/;
        const files = readdirSync(resources, { recursive: true, encoding: "utf8" }).filter((name) =>
            /\.(ts|cjs|mjs|js)$/.test(name),
        );

        const writing = files.filter((name) => writes.test(code(readFileSync(join(resources, name), "utf8"))));

        assert.ok(files.length > 150, `${files.length}`);
        // One only listens whether anybody reads.
        assert.deepEqual(writing.sort(), ["http/output/say.ts", "orphaned-program.ts", "program-error.ts"]);
    });
});

/** Source without its comments. */
function code(source: string): string {
    return source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}
