import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { privileges, privilegeWords, spelledOut } from "../../../resources/opa/security-policy/declared/privileges";

/** What each set has always granted. Nobody who declared one agreed to more: a set is never changed. */
const granted = {
    "write-only": ["list", "folder_create", "secret_create", "secret_update"],
    reveal: ["list", "secret_reveal"],
    contribute: ["list", "folder_create", "secret_create", "secret_update", "secret_reveal"],
    manage: [
        ...["list", "folder_create", "folder_update", "folder_delete"],
        ...["secret_create", "secret_update", "secret_reveal", "secret_delete"],
    ],
} as const;

const names = Object.keys(granted) as (keyof typeof granted)[];

describe("a named set of privileges", () => {
    for (const name of names) {
        it(`grants what it has always granted: ${name}`, () => {
            assert.deepEqual(spelledOut([name]), granted[name]);
        });

        it(`does not grant a privilege that is added later: ${name}`, () => {
            const grown = privileges as unknown as string[];
            grown.push("secret_export");
            try {
                assert.deepEqual(spelledOut([name]), granted[name]);
            } finally {
                grown.pop();
            }
        });
    }

    it("is one of these, and no other word is", () => {
        const known: readonly string[] = privileges;

        assert.deepEqual(
            privilegeWords.filter((word) => !known.includes(word)),
            names,
        );
    });

    it("stands in the README with what it grants", () => {
        const readme = readFileSync(join(__dirname, "../../../resources/opa/security-policy/README.md"), "utf8");
        const rows = readme
            .split("\n")
            .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))
            .filter(([, first]) => (privileges as readonly string[]).includes(first ?? ""));
        const told = names.map((name, index) => [
            name,
            rows
                .filter((row) => row[3 + index] === "yes")
                .map((row) => row[1])
                .sort(),
        ]);

        assert.deepEqual(rows.map((row) => row[1]).sort(), [...privileges].sort());
        assert.deepEqual(
            told,
            names.map((name) => [name, [...granted[name]].sort()]),
        );
    });
});
