import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { conditionsSchema } from "../../resources/team-secrets-space/declared/conditions";
import { levels } from "../../resources/team-secrets-space/declared/level";
import { spaceShape } from "../../resources/team-secrets-space/declared/space-schema";

const page = readFileSync(join(checkout, "resources", "team-secrets-space", "README.md"), "utf8");

/** The cells of each row under the heading. */
const rows = (/## Each property[^\n]*\n\n([\s\S]*?)\n\n/.exec(page)?.[1] ?? "")
    .split("\n")
    .slice(2)
    .map((line) =>
        line
            .split(/(?<!\\)\|/)
            .slice(1, -1)
            .map((cell) => cell.trim()),
    );

describe("the table of a space's properties", () => {
    it("has a row for each property that a space, a level and its conditions have, and no other", () => {
        const declared = [
            ...Object.keys(spaceShape),
            ...Object.keys(conditionsSchema.shape).map((key) => `conditions.${key}`),
            ...Object.keys(levels.valueType.shape).map((key) => `access.*.${key}`),
        ];

        assert.deepEqual(rows.map(([property]) => property?.replaceAll("`", "")).sort(), declared.sort());
    });

    it("says of each its default, and what a change does", () => {
        const unsaid = rows.filter((cells) => cells.length !== 4 || !cells[1] || !cells[2]);

        assert.deepEqual(unsaid, []);
    });

    it("says the defaults that the shape has", () => {
        const said = Object.fromEntries(rows.map(([property, usual]) => [property?.replaceAll("`", ""), usual]));

        for (const key of ["onExistingPush", "onExisting", "onDelete", "allowReplacement", "privileges"] as const)
            assert.equal(said[key], `\`${spaceShape[key].safeParse(undefined).data}\``);
    });
});
