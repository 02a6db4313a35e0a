import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkout } from "../../cli/demo/checkout";
import { teamsIn } from "../../resources/team-secrets-space/teams/teams-in";

const recipes = readFileSync(join(checkout, "docs", "recipes.md"), "utf8")
    .split(/^## /m)
    .slice(1)
    .map((text) => ({ title: text.split("\n")[0] ?? "", text }));

const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

/** The stack that the recipes take for granted. */
const settings = {
    ...{ conditions: {}, minimum: {}, exceptions: {}, requireAssigned: false },
    approvals: { oncall: { id: "65f0c0ffee1234567890abcd", name: "On-call secrets", lasts: "8h" } },
};

describe("a recipe", () => {
    it("is there", () => {
        assert.ok(recipes.length > 10);
    });

    for (const { title, text } of recipes) {
        it(`names a test that there is: ${title}`, () => {
            const played = [...text.matchAll(/\]\(\.\.\/(test\/[^)]+)\): ([^.]+)\./g)];

            assert.ok(played.length > 0, "no test is named");
            for (const [, file = "", said = ""] of played) {
                const path = join(checkout, file);
                assert.ok(existsSync(path), file);
                assert.ok(readFileSync(path, "utf8").includes(said.replaceAll(/\s+/g, " ")), `${file}: ${said}`);
            }
        });

        it(`shows files that are right: ${title}`, () => {
            for (const [, yaml = ""] of text.matchAll(/```yaml\n(.*?)```/gs)) {
                const { mistakes } = teamsIn([{ name: "payments", ...parse(yaml) }], place, undefined, settings);

                assert.deepEqual(mistakes, []);
            }
        });
    }
});
