import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { checkout } from "../../cli/demo/checkout";
import { platformSchema } from "../../resources/team-secrets-space/authority/platform-schema";
import { readPlatform } from "../../resources/team-secrets-space/authority/read-platform";
import { readTeamFile } from "../../resources/team-secrets-space/files/read-file";
import { teamsIn } from "../../resources/team-secrets-space/teams/teams-in";
import { type Block, blocksOf, pages, wayOf } from "./support/blocks";
import { played } from "./support/played";

const blocks = pages.flatMap(blocksOf);

const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

/** The stack that the pages take for granted. */
const settings = {
    ...{ conditions: {}, minimum: {}, exceptions: {}, requireAssigned: false },
    approvals: { oncall: { id: "65f0c0ffee1234567890abcd", name: "On-call secrets", lasts: "8h" } },
};

describe("a block on a page", () => {
    it("is there", () => {
        assert.ok(blocks.length > 30, `${blocks.length}`);
    });

    for (const block of blocks.filter(({ language }) => language === "sh")) {
        const way = wayOf(block);
        it(`is of commands that are run: ${block.at}`, function () {
            if (way.kind === "not run") {
                console.info(`      not run, ${way.reason}`);
                return this.skip();
            }
            if (way.kind === "elsewhere") {
                const its = readFileSync(join(checkout, way.test), "utf8");
                return assert.ok(its.includes(block.page), `${way.test} does not read ${block.page}`);
            }
            assert.ok(block.page in played, `${block.page} is not played: see test/docs/support/played.ts`);
        });
    }

    for (const block of blocks.filter(({ language }) => language === "yaml"))
        it(`is a file that is right: ${block.at}`, () => assert.deepEqual(mistakesOf(block), []));

    it("is in a language that has a check", () => {
        const others = blocks.filter(({ language }) => !["sh", "yaml", "ts"].includes(language));
        const unknown = others.filter(
            ({ language, note = "" }) => !["mermaid", "js"].includes(language) && !existsSync(shownBy(note)),
        );

        assert.deepEqual(
            unknown.map(({ at, language }) => `${at} (${language})`),
            [],
        );
    });
});

/** The test that shows a text as it is on the page. */
const shownBy = (note: string) => join(checkout, /^as in (test\/\S+)$/.exec(note)?.[1] ?? "nowhere");

/** The keys that only a platform file has. */
const ofPlatform = Object.keys(platformSchema.shape);

/** As the program reads such a file, with the traps of YAML. */
function mistakesOf({ text }: Block): readonly unknown[] {
    const folder = mkdtempSync(join(tmpdir(), "block-"));
    try {
        const isOfPlatform = Object.keys(parse(text) ?? {}).every((key) => ofPlatform.includes(key));
        const file = join(folder, isOfPlatform ? "platform.yaml" : "payments.yaml");
        writeFileSync(file, text);
        if (isOfPlatform) return readPlatform(join(folder, "teams")).mistakes;
        const { mistakes } = teamsIn([{ name: "payments", ...parse(text) }], place, undefined, settings);
        return [...readTeamFile(file).mistakes, ...mistakes];
    } finally {
        rmSync(folder, { recursive: true });
    }
}
