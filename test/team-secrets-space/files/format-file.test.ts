import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { formatted } from "../../../resources/team-secrets-space/files/format-file";

/** Lists whose order says nothing, in one order. */
function plain(text: string): unknown {
    const sortedIn = (value: unknown): unknown => {
        if (Array.isArray(value)) return (value as string[]).map(String).sort();
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sortedIn(one)]));
    };
    return sortedIn(parse(text));
}

const comment = fc.constantFrom("", "# why\n", "# one\n# two\n", "\n", "\n# after a gap\n");

const login = fc.constantFrom("ana@example.com", "'ben@example.com'", '"0123"', "chloe@example.com # boss");

const list = (key: string, item: fc.Arbitrary<string>) =>
    fc
        .array(fc.tuple(comment, item), { minLength: 1, maxLength: 4 })
        .map((items) => `${key}:\n${items.map(([above, one]) => `${indented(above)}  - ${one}\n`).join("")}`);

const indented = (text: string) => text.replaceAll(/^#/gm, "  #");

const keys = fc.shuffledSubarray([
    list("members", login),
    list("folders", fc.constantFrom("prod", "dev", "prod/eu")),
    fc.constant("description: Card payments\n"),
    fc.constant("privileges: [manage]\n"),
    fc.constant("conditions: { mfaEvery: 5m, mfa: any }\n"),
    fc.constant("access:\n  owners:\n    privileges: manage\n    group: X # all\n"),
]);

const file = fc
    .tuple(
        comment,
        keys.chain((parts) => fc.tuple(...parts.map((part) => fc.tuple(comment, part)))),
        comment,
    )
    .map(([head, parts, tail]) => `${head}${parts.flat().join("")}${tail}`);

describe("the one form of a team's file", () => {
    it("declares the same, keeps every comment, and is its own form, whatever the file looks like", () => {
        fc.assert(
            fc.property(file, fc.constantFrom(undefined, "../.schema/team.json"), (text, schema) => {
                const once = formatted(text, schema);

                assert.equal(formatted(once, schema), once);
                assert.deepEqual(plain(once), plain(text));
                const comments = (of: string) =>
                    (of.match(/#.*$/gm) ?? []).filter((one) => !one.includes("$schema")).sort();
                if (parse(text) !== null) assert.deepEqual(comments(once), comments(text));
            }),
            { numRuns: 300 },
        );
    });

    it("has who before how much, people in order, and the schema's line at the top", () => {
        const text =
            "\uFEFF# Owned by cards.\r\n\r\naccess:\r\n    oncall: { privileges: reveal, group: OnCall }\r\n# Everyone\r\nmembers:\r\n" +
            "- ben@example.com # since March\r\n- ana@example.com\r\ndescription: Cards";

        assert.equal(
            formatted(text, "../../.schema/team.json"),
            "# yaml-language-server: $schema=../../.schema/team.json\n# Owned by cards.\n\ndescription: Cards\n# Everyone\nmembers:\n" +
                "  - ana@example.com\n  - ben@example.com # since March\naccess:\n  oncall: {group: OnCall, privileges: reveal}\n",
        );
    });
});
