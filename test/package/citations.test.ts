import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { checkout } from "../../cli/demo/checkout";

const notOurs = ["node_modules", ".git", ".engine", ".mutated", "dist", "coverage"];

/** The files of this checkout, by their paths from its root. */
const files = readdirSync(checkout, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.split("/").some((part) => notOurs.includes(part)))
    // Made by `npm run docs:api`, with anchors of its own.
    .filter((path) => !path.startsWith("docs/api/"));

const sources = files.filter((path) => /\.(ts|mjs|cjs|cts)$/.test(path));
const pages = files.filter((path) => path.endsWith(".md"));

const read = (path: string): string => readFileSync(join(checkout, path), "utf8");

/** The lines of comments in a source file, each paragraph as one text. */
function commentsIn(source: string): readonly string[] {
    const lines = source
        .split("\n")
        .map((line) => /(?:^\s*(?:\/\*\*?|\*|\/\/)|\s\/\/)\s?(.*)$/.exec(line)?.[1] ?? "\n");
    return lines.join(" ").split("\n");
}

/** The numbers of a page's sections: `### 2.4 Deleting` is 2.4. */
const sectionsOf = (path: string): readonly string[] =>
    [...read(path).matchAll(/^#+ (\d+(?:\.\d+)?) /gm)].map(([, number = ""]) => number);

/** What a comment cites, in the one form of docs/contracts/README.md. */
const citation = /docs\/contracts\/(?!README)[\w-]+\.md(?: \d+(?:\.\d+)?(?:, \d+(?:\.\d+)?)*)?/g;

function wrongCitation(cited: string): string | undefined {
    const [path = "", ...numbers] = cited.split(/,? /);
    if (!existsSync(join(checkout, path))) return `${cited}: no such page`;
    if (numbers.length === 0) return `${cited}: names no section`;
    const missing = numbers.filter((number) => !sectionsOf(path).includes(number));
    return missing.length > 0 ? `${cited}: no section ${missing}` : undefined;
}

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string): string =>
    heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(/\s/g, "-");

const anchorsOf = (path: string): readonly string[] =>
    [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

function wrongLink(page: string, target: string): string | undefined {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : join(dirname(page), path);
    // `init` puts the parts of the template into one folder.
    const parts = ["repository", "github", "gitlab"].map((part) => file.replace(/^template\/\w+/, `template/${part}`));
    if (!parts.some((one) => existsSync(join(checkout, one)))) return `${page}: ${target}`;
    return anchor && !anchorsOf(file).includes(anchor) ? `${page}: ${target}` : undefined;
}

describe("a citation in a comment", () => {
    const comments = sources.flatMap((path) => commentsIn(read(path)).map((text) => ({ path, text })));

    it("of a contract leads to a page and a section", () => {
        const cited = comments.flatMap(({ path, text }) => (text.match(citation) ?? []).map((one) => ({ path, one })));

        const wrong = cited.flatMap(
            ({ path, one }) =>
                wrongCitation(one)
                    ?.split("\n")
                    .map((why) => `${path}: ${why}`) ?? [],
        );

        assert.ok(cited.length > 150, `only ${cited.length} citations were found`);
        assert.deepEqual(wrong, []);
    });

    it("is never of a contract in another form, nor of a file outside the repository", () => {
        const otherForm =
            /(?<!docs\/)\bcontracts\/|\b[Cc]ontracts:|(?<!docs\/contracts\/)\b(?:okta-api|opa-api|[\w-]+-facts)\.md|\.\.\/shared/;

        const wrong = comments
            .filter(({ text }) => otherForm.test(text))
            .map(({ path, text }) => `${path}: ${text.trim()}`);

        assert.deepEqual(wrong, []);
    });

    it("of a decision or another page leads to it", () => {
        const decisions = files.filter((path) => path.startsWith("decisions/")).map((path) => path.slice(0, 14));

        const wrong = comments.flatMap(({ path, text }) =>
            [
                ...(text.match(/decisions\/\d{4}/g) ?? []).filter((one) => !decisions.includes(one)),
                ...(text.match(/(?<![\w./-])[\w./-]+\.md\b/g) ?? []).filter((one) =>
                    [one, relative(checkout, join(checkout, dirname(path), one))].every(
                        (place) => !existsSync(join(checkout, place)),
                    ),
                ),
            ].map((one) => `${path}: ${one}`),
        );

        assert.deepEqual(wrong, []);
    });
});

describe("a page", () => {
    it("links to files and headings that are there", () => {
        const links = pages.flatMap((page) =>
            [
                ...read(page)
                    .replaceAll(/^```.*?^```$/gms, "")
                    .matchAll(/\]\(([^)\s]+)\)/g),
            ].map(([, target = ""]) => ({ page, target })),
        );

        const wrong = links
            .filter(({ target }) => !/^[a-z]+:/.test(target))
            .flatMap(({ page, target }) => wrongLink(page, target) ?? []);

        assert.ok(links.length > 50, `only ${links.length} links were found`);
        assert.deepEqual(wrong, []);
    });

    it("of the tenant's conformance names sections that are there", () => {
        const [, okta = "", opa = ""] = read("tenant/conformance.md").split(/^## .*statements$/m);
        const numbersIn = (part: string) =>
            [...part.matchAll(/^\| [^|]+\| ([\d., ]+?) *\|/gm)].flatMap(([, numbers = ""]) => numbers.split(", "));

        const wrong = [
            ...numbersIn(okta).filter((one) => !sectionsOf("docs/contracts/okta-api.md").includes(one)),
            ...numbersIn(opa).filter((one) => !sectionsOf("docs/contracts/opa-api.md").includes(one)),
        ];

        assert.ok(numbersIn(okta).length > 50 && numbersIn(opa).length > 50);
        assert.deepEqual(wrong, []);
    });
});
