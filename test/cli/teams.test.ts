import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { parse } from "yaml";
import { checkout } from "../../cli/demo/checkout";
import { inFolderWith } from "../team-secrets-space/support/team-folder";

const who = "members: [ana@example.com]\n";

/** Runs the command in a folder, without any setting that could be a credential. */
function teams(
    cwd: string,
    ...args: string[]
): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> {
    const main = ["--import", require.resolve("tsx"), join(checkout, "cli", "main.ts"), "teams", ...args];
    const { PATH } = process.env;
    return new Promise((resolve) => {
        execFile(process.execPath, main, { cwd, env: { PATH } }, (failure, stdout, stderr) => {
            resolve({ code: failure ? failure.code : 0, stdout, stderr });
        });
    });
}

describe("pulumi-okta-opa teams", function () {
    // The compiler starts slowly on a busy machine.
    this.timeout(60_000);

    it("check ends with 0 for files that are right, of the folder teams if none is given", async () => {
        await inFolderWith({ "teams/payments/cards.yaml": who }, async (home) => {
            assert.deepEqual(await teams(home, "check"), { code: 0, stdout: "", stderr: "1 file, no mistakes.\n" });
        });
    });

    it("check ends with 1, and tells each mistake on a line, with nothing that a terminal would obey", async () => {
        const files = { "t/payments/cards.yaml": "members: [1]\nprojct: x\n", "t/search/index.yaml": '"a\\e\\n": b\n' };
        await inFolderWith(files, async (home) => {
            const { code, stdout, stderr } = await teams(home, "check", "t/");

            assert.deepEqual([code, stderr], [1, "2 files, 4 to correct.\n"]);
            assert.equal(
                stdout.replace(/Known here: .*/, "Known here: name."),
                [
                    "t/payments/cards.yaml:1:11 members[0]: 1: was read as a number, not as text. Write what you mean in quotes.",
                    't/payments/cards.yaml:2:1 projct: unknown key "projct". Did you mean "project"?',
                    't/search/index.yaml:1:1 a\\u{1b}\\u{a}: unknown key "a\\u{1b}\\u{a}". Known here: name.',
                    "t/search/index.yaml:1:1 members: is missing. Declare who the team is: members, or the group that Okta has for it.",
                    "",
                ].join("\n"),
            );
        });
    });

    it("check --json tells the same to programs", async () => {
        await inFolderWith({ "teams/payments/cards.yaml": `${who}projct: x\n` }, async (home) => {
            const { code, stdout } = await teams(home, "check", "--json");

            assert.equal(code, 1);
            assert.deepEqual(JSON.parse(stdout), {
                files: 1,
                mistakes: [
                    {
                        file: "teams/payments/cards.yaml",
                        line: 2,
                        column: 1,
                        property: "projct",
                        reason: 'unknown key "projct". Did you mean "project"?',
                    },
                ],
            });
        });
    });

    it("check ends with 1 where there is no folder, and everything with 2 that it cannot do", async () => {
        await inFolderWith({}, async (home) => {
            const { code, stdout } = await teams(home, "check");
            assert.equal(code, 1);
            assert.match(stdout, /^teams:1:1: is no folder\. /);
            for (const wrong of [["check", "a", "b"], ["check", "--jsn"], ["chek"], []]) {
                assert.equal((await teams(home, ...wrong)).code, 2, wrong.join(" "));
            }
        });
    });

    it("schema prints a JSON Schema that takes what the check takes, and no more than it can tell", async () => {
        const { code, stdout } = await teams(checkout, "schema");
        const isTeam = new Ajv2020({ strict: true }).compile(JSON.parse(stdout) as object);

        assert.equal(code, 0);
        for (const right of [
            who,
            `name: cards\n${who}privileges: reveal\nconditions: none\n`,
            "group: Cards\nprivileges: [list, reveal]\nfolders: [dev]\nconditions: { mfa: any }\n",
            `${who}access:\n  owners: { group: Owners, privileges: manage, folder: dev, conditions: none }\n`,
        ]) {
            assert.ok(isTeam(parse(right)), `${right}${JSON.stringify(isTeam.errors)}`);
        }
        for (const wrong of [
            "- a\n",
            `${who}projct: x\n`,
            `${who}privileges: own\n`,
            `${who}conditions: { none: true }\n`,
            `${who}access:\n  owners: { group: Owners }\n`,
            `${who}access:\n  owners: { group: Owners, privileges: manage, conditions: some }\n`,
        ]) {
            assert.equal(isTeam(parse(wrong)), false, wrong);
        }
    });

    it("fmt puts files into their one form, once, and leaves alone what it cannot read", async () => {
        const files = {
            "teams/payments/cards.yaml": "members: [b@example.com, a@example.com]\n",
            "teams/payments/odd.yaml": "a: &b c\n",
        };
        await inFolderWith(files, async (home) => {
            const look = await teams(home, "fmt", "--check");
            const first = await teams(home, "fmt", "--schema", ".schema/team.json");
            const again = await teams(home, "fmt", "--schema", ".schema/team.json");

            assert.match(look.stdout, /^teams\/payments\/cards\.yaml: is to be formatted$/m);
            assert.match(first.stdout, /odd\.yaml:1:\d+.*is an anchor.*\nteams\/payments\/cards\.yaml: formatted\n$/s);
            assert.deepEqual([look.code, first.code, again.code], [1, 1, 1]);
            assert.equal(again.stderr, "2 files, 0 formatted.\n");
            const text = (name: string) => readFileSync(join(home, "teams/payments", name), "utf8");
            assert.equal(
                text("cards.yaml"),
                "# yaml-language-server: $schema=../../.schema/team.json\nmembers: [a@example.com, b@example.com]\n",
            );
            assert.equal(text("odd.yaml"), files["teams/payments/odd.yaml"]);
        });
    });
});
