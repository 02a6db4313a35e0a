import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkout } from "../../cli/demo/checkout";
import { platformSchema } from "../../resources/team-secrets-space/authority/platform-schema";
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
            if (way.kind === "elsewhere") return assert.ok(existsSync(join(checkout, way.test)), way.test);
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

function mistakesOf({ text }: Block): readonly unknown[] {
    const value: unknown = parse(text);
    const keys = Object.keys(value ?? {});
    if (keys.every((key) => ofPlatform.includes(key))) return platformSchema.safeParse(value).error?.issues ?? [];
    return teamsIn([{ name: "payments", ...parse(text) }], place, undefined, settings).mistakes;
}
