import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
        execFile(
            process.execPath,
            main,
            { cwd, env: { PATH: `${join(cwd, "bin")}:${PATH}` } },
            (failure, stdout, stderr) => {
                resolve({ code: failure ? failure.code : 0, stdout, stderr });
            },
        );
    });
}

/** Lets `pulumi stack export` of stack dev print this in the folder; without a text it fails. */
function pulumiSays(home: string, state: string): void {
    const bin = join(home, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "state.json"), state);
    const asked = "stack export --stack dev --non-interactive";
    const script = `#!/bin/sh\n[ "$*" = "${asked}" ] && [ -s "${bin}/state.json" ] && exec cat "${bin}/state.json"\n`;
    writeFileSync(join(bin, "pulumi"), `${script}echo "error: nobody is logged in" >&2\nexit 3\n`);
    chmodSync(join(bin, "pulumi"), 0o755);
}

/** A state with a space for each of these names, each of an area. */
const stateWith = (areas: Readonly<Record<string, string>>): string => {
    const type = "okta-opa:index:TeamSecretsSpace";
    const resources = Object.entries(areas).map(([name, area]) => ({
        urn: `urn:pulumi:dev::scratch::${type}::${name}`,
        type,
        outputs: { lastApplied: { version: 1, declared: {}, people: {}, namedAfter: name, area } },
    }));
    return JSON.stringify({ version: 3, deployment: { resources } });
};

describe("pulumi-okta-opa teams", function () {
    // The compiler starts slowly on a busy machine.
    this.timeout(180_000);

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

    it("check --state compares with what state has, and needs a stack whose state can be read", async () => {
        const platform = "areas: { b: { takes: [cards] } }\n";
        const files = {
            "teams/b/cards.yaml": who,
            "teams/b/bag.yaml": `previously: index\n${who}`,
            "Pulumi.dev.yaml": "{}\n",
        };
        await inFolderWith(files, async (home) => {
            const check = ["check", "--stack", "dev", "--state"];
            pulumiSays(home, stateWith({ cards: "a", index: "b" }));
            const taken = await teams(home, ...check);
            writeFileSync(join(home, "platform.yaml"), platform);
            const allowed = await teams(home, ...check);
            pulumiSays(home, "");
            const unread = await teams(home, ...check);

            assert.match(taken.stdout, /^teams\/b\/cards\.yaml:1:1: "cards" is in state as one of the area a\. .*\n$/);
            assert.deepEqual([taken.code, allowed.code, allowed.stdout], [1, 0, ""]);
            assert.deepEqual([unread.code, unread.stdout], [1, ""]);
            assert.match(unread.stderr, /The state of the stack cannot be read: error: nobody is logged in/);
            assert.equal((await teams(home, "check", "--state")).code, 1);
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

    it("check --base tells what only the platform file of the change allows, and --stack what the stack's settings refuse", async () => {
        const files = {
            "base/platform.yaml": "{}\n",
            "platform.yaml": "areas: { payments: { privileges: manage } }\n",
            "Pulumi.dev.yaml": "config:\n  pulumi-okta-opa:conditions: { mfa: phishing-resistant }\n",
            "teams/payments/cards.yaml": `${who}privileges: manage\n`,
            "teams/search/index.yaml": `${who}conditions: { mfa: any }\n`,
        };
        await inFolderWith(files, async (home) => {
            const told = async (...args: string[]) => {
                const { code, stdout, stderr } = await teams(home, "check", ...args);
                return [code, ...stdout.split("\n").flatMap((line) => /^\S+ \S+:/.exec(line) ?? [stderr])];
            };

            assert.deepEqual(await told(), [0, "2 files, no mistakes.\n"]);
            const over = "teams/payments/cards.yaml:2:13 privileges:";
            const weak = "teams/search/index.yaml:2:1 conditions:";
            assert.deepEqual((await told("--base", "base")).slice(0, 2), [1, over]);
            assert.deepEqual((await told("--stack", "dev")).slice(0, 2), [1, weak]);
            assert.deepEqual((await told("--base", "base", "--stack", "prod"))[0], 1);
        });
    });

    it("schema --platform prints a JSON Schema that takes what a platform file may say", async () => {
        const { code, stdout } = await teams(checkout, "schema", "--platform");
        const isPlatform = new Ajv2020({ strict: true }).compile(JSON.parse(stdout) as object);

        assert.equal(code, 0);
        const example = readFileSync(join(checkout, "examples", "teams-as-files", "platform.yaml"), "utf8");
        for (const right of ["{}", example, "default: { privileges: [list, reveal], places: [{ project: x }] }"]) {
            assert.ok(isPlatform(parse(right)), `${right}${JSON.stringify(isPlatform.errors)}`);
        }
        for (const wrong of ["area: {}", "areas: { a: { privileges: own } }", "default: { owners: [x] }", "[]"]) {
            assert.equal(isPlatform(parse(wrong)), false, wrong);
        }
    });

    it("owners writes who owns what, the areas last, and --check tells when that is not so any more", async () => {
        const files = {
            "platform.yaml":
                'owners: ["@acme/platform"]\nareas:\n  search: { owners: ["@acme/search", ana@acme.com] }\n  mobile: {}\n  payments: { owners: ["@acme/payments"] }\n',
            "teams/payments/cards.yaml": who,
        };
        await inFolderWith(files, async (home) => {
            assert.equal((await teams(home, "owners", "--check")).code, 1);
            assert.deepEqual(await teams(home, "owners"), {
                code: 0,
                stdout: "",
                stderr: ".github/CODEOWNERS: written.\n",
            });
            const path = join(home, ".github", "CODEOWNERS");
            assert.deepEqual(readFileSync(path, "utf8").split("\n").slice(2), [
                "* @acme/platform",
                "/teams/payments/ @acme/payments",
                "/teams/search/ @acme/search ana@acme.com",
                "",
            ]);
            assert.equal((await teams(home, "owners", "--check")).code, 0);
            writeFileSync(path, "* @mallory\n");
            assert.equal((await teams(home, "owners", "--check")).code, 1);
            assert.match((await teams(home, "owners")).stderr, /was not written by this command/);
            assert.equal(readFileSync(path, "utf8"), "* @mallory\n");
        });
    });

    it("owners refuses whom the host cannot read, and a platform file that names nobody", async () => {
        const nested = 'owners: ["@acme/a/b"]\nareas: { payments: { owners: ["@x.y"] } }\n';
        await inFolderWith({ "platform.yaml": nested, "none/platform.yaml": "{}\n" }, async (home) => {
            const { code, stdout } = await teams(home, "owners");
            assert.equal(code, 1);
            assert.match(
                stdout,
                /^platform\.yaml:1:1 owners: "@acme\/a\/b": is no owner that github reads\..*\n.*areas\.payments\.owners: "@x\.y"/,
            );
            assert.equal((await teams(home, "owners", "--host", "gitlab", "--print")).code, 0);
            assert.match((await teams(home, "owners", "none/teams")).stdout, /owners: is missing\./);
        });
    });

    it("fmt puts the platform file into its one form, too", async () => {
        const files = {
            "platform.yaml":
                "areas:\n  b: { privileges: manage, owners: ['@b', '@a'] } # all\n  a: {}\nowners: ['@z']\n",
            "teams/payments/cards.yaml": who,
        };
        await inFolderWith(files, async (home) => {
            assert.match((await teams(home, "fmt")).stdout, /^platform\.yaml: formatted$/m);
            assert.equal(
                readFileSync(join(home, "platform.yaml"), "utf8"),
                "owners: ['@z']\nareas:\n  b: {owners: ['@a', '@b'], privileges: manage} # all\n  a: {}\n",
            );
            assert.equal((await teams(home, "fmt", "--check")).code, 0);
        });
    });
});
