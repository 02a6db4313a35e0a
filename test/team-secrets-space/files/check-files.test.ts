import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { checkFiles } from "../../../resources/team-secrets-space/files/check-files";
import { asMistake } from "../../../resources/team-secrets-space/files/file-mistake";
import { inFolderWith } from "../support/team-folder";

const who = "members: [ana@example.com]\n";

/** What is told of these files, from the folder that holds them. */
const toldOf = (files: Readonly<Record<string, string | Buffer>>, prepare = (_home: string) => {}) =>
    inFolderWith(files, (home) => {
        prepare(home);
        return (
            checkFiles(home)
                .mistakes.map(asMistake)
                .map(({ property, reason }) =>
                    `${property}: ${reason}`.replaceAll(`${home}/`, "").replaceAll(home, "teams"),
                )
                .map((line) => line.replace(/ Known here: .*/, ""))
                // What files may say, and where, has tests of its own.
                .filter((line) => !line.includes("for files of the area"))
        );
    });

/** One file, and what is told of it: place, property and reason. */
const traps: readonly { readonly of: string; readonly text: string | Buffer; readonly told: readonly string[] }[] = [
    {
        of: "a key that is written twice",
        text: `${who}folders: [dev]\nmembers: [ben@example.com]\n`,
        told: ['3:1: "members" is written twice here. Write it once.'],
    },
    {
        of: "a key that is written twice, deep inside",
        text: `${who}access:\n  owners: { privileges: manage, privileges: list }\n`,
        told: ['3:33: "privileges" is written twice here. Write it once.'],
    },
    {
        of: "a tab",
        text: "members:\n\t- ana@example.com\n",
        told: ["2:1: is indented with a tab. Indent with spaces."],
    },
    {
        of: "an anchor and its alias",
        text: "members: &all [ana@example.com]\naccess:\n  owners: { members: *all, privileges: manage }\n",
        told: [
            "1:15: &all is an anchor, which is not read. Write each value out where it counts.",
            "3:22: *all is an alias, which is not read. Write each value out where it counts.",
        ],
    },
    {
        of: "a merge key",
        text: `${who}access:\n  owners:\n    <<: { privileges: manage }\n    group: Owners\n`,
        told: ["4:5: << is a merge key, which is not read. Write each value out where it counts."],
    },
    {
        of: "a tag",
        text: "members: !!set [ana@example.com]\n",
        told: ["1:16: has a tag (!), which is not read. Take it out."],
    },
    {
        of: "a directive",
        text: `%YAML 1.1\n---\n${who}`,
        told: ["1:1: has a directive (%), which is not read. Take it out."],
    },
    {
        of: "a second document",
        text: `${who}---\n${who}`,
        told: ["2:1: begins a second document (---). Write one team a file."],
    },
    {
        of: "an empty file",
        text: "",
        told: ['1:1: is empty. Write who the team is, for example "members: [ana@example.com]".'],
    },
    {
        of: "a file with a comment only",
        text: "# soon\n---\n",
        told: ['1:1: is empty. Write who the team is, for example "members: [ana@example.com]".'],
    },
    {
        of: "a list in place of a team",
        text: "- ana@example.com\n",
        told: ['1:1: is not a team. Write who the team is, for example "members: [ana@example.com]".'],
    },
    {
        of: "no, on and yes without quotes",
        text: `${who}description: no\ngroupName: on\nfolderName: "yes"\nproject: Yes\n`,
        told: [
            "2:14: no: is taken for true or false by other readers of YAML. Write what you mean in quotes.",
            "3:12: on: is taken for true or false by other readers of YAML. Write what you mean in quotes.",
            "5:10: Yes: is taken for true or false by other readers of YAML. Write what you mean in quotes.",
        ],
    },
    {
        of: "yes where a map is meant",
        text: `${who}retired: yes\n`,
        told: ['2:10 retired: "yes": give a reason, for example { reason: "moved to risk", until: "2033-12-31" }.'],
    },
    {
        of: "a retirement",
        text: `${who}retired:\n  reason: moved to risk\n  until: "2033-12-31"\n`,
        told: [],
    },
    {
        of: "a day of a retirement that there is not",
        text: `${who}retired:\n  reason: moved to risk\n  until: "2033-02-30"\n`,
        told: ['4:10 retired.until: "2033-02-30": is not a day. Write it in quotes, for example "2033-12-31".'],
    },
    {
        of: "words that are the stack's, whatever they say",
        text: `${who}onExisting: adopt\ndeleteContents: 3\n`,
        told: [
            "2:13 onExisting: is the stack's to say and not a file's, because it gives the team a folder that was there already, with " +
                "what it holds. Take it out here. Whoever runs the stack writes it in the stack's file: " +
                "pulumi-okta-opa:exceptions: { cards: { onExisting: adopt } }.",
            "3:17 deleteContents: is the stack's to say and not a file's, because it lets secrets be deleted for good when the team " +
                "goes. Take it out here. Whoever runs the stack writes it in the stack's file: " +
                'pulumi-okta-opa:exceptions: { cards: { deleteContents: "teams/cards" } }.',
        ],
    },
    {
        of: "a level that is called on",
        text: `${who}access:\n  on: { group: Oncall, privileges: reveal }\n`,
        told: ["3:3: on: is taken for true or false by other readers of YAML. Write what you mean in quotes."],
    },
    {
        of: "0123 without quotes, as it is written",
        text: "members:\n  - ana@example.com\n  - 0123\n",
        told: ["3:5 members[1]: 0123: was read as a number, not as text. Write what you mean in quotes."],
    },
    {
        of: "1e5 without quotes, as it is written",
        text: `${who}project: 1e5\n`,
        told: ["2:10 project: 1e5: was read as a number, not as text. Write what you mean in quotes."],
    },
    {
        of: "a key that is a number",
        text: `${who}access:\n  0123: { group: Oncall, privileges: reveal }\n`,
        told: ["3:3: 0123: is a key that YAML does not take for text. Write it in quotes."],
    },
    {
        of: "a key that is a list",
        text: `${who}? [a]\n: b\n`,
        told: ["2:3: is a key that is not a text. Write a name."],
    },
    {
        of: "a date and a time without quotes",
        text: `${who}description: 2024-01-31\ngroupName: 12:30\n`,
        told: [
            "2:14: 2024-01-31: is taken for a date by other readers of YAML. Write what you mean in quotes.",
            "3:12: 12:30: is taken for a number by other readers of YAML. Write what you mean in quotes.",
        ],
    },
    {
        of: "nothing where a text is meant",
        text: `${who}description: ~\nproject:\n`,
        told: [
            "2:14 description: is empty. Write a value, in quotes if it is ~ or null, or remove it.",
            "3:1 project: is empty. Write a value, in quotes if it is ~ or null, or remove it.",
        ],
    },
    {
        of: "what is no YAML",
        text: `${who}description: @home\n`,
        told: ["2:14: is not YAML: Plain value cannot start with reserved character @."],
    },
    { of: "no text", text: Buffer.from([0xff, 0xfe, 0x6d]), told: ["1:1: is not UTF-8 text. Save it as UTF-8."] },
    {
        of: "ten thousand lists in each other",
        text: `members: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`,
        told: ["1:1: is nested too deeply to be a team. Write it anew."],
    },
    { of: "lines that end as Windows ends them", text: `${who}folders: [dev]\n`.replaceAll("\n", "\r\n"), told: [] },
    { of: "a byte order mark", text: `\ufeff${who}`, told: [] },
    {
        of: "a mistake after a byte order mark, on a line that ends as Windows ends it",
        text: `\ufeff${who}project: 12\n`.replaceAll("\n", "\r\n"),
        told: ["2:10 project: 12: was read as a number, not as text. Write what you mean in quotes."],
    },
    {
        of: "a key that nothing reads",
        text: `\n# people\n${who}projct: x\n`,
        told: ['4:1 projct: unknown key "projct". Did you mean "project"?'],
    },
    {
        of: "a key of a level that nothing reads",
        text: `${who}access:\n  owners:\n    group: Owners\n    privilege: manage\n`,
        told: ["3:3 access.owners.privileges: is missing. Declare it.", '5:5 access.owners: unknown key "privilege".'],
    },
    {
        of: "keys with a colon, as those of a stack's configuration have",
        text: `${who}a:b: x\n"pulumi-okta-opa:teams": x\n`,
        told: ['2:1 a:b: unknown key "a:b".', '3:1 pulumi-okta-opa:teams: unknown key "pulumi-okta-opa:teams".'],
    },
    {
        of: "a level whose name is none",
        text: `${who}access:\n  a.b:\n    group: Owners\n    privileges: own\n`,
        told: [
            '3:3 access.a.b: {"group":"Owners","privileges":"own"}: is not a name for a level of access. Use small letters, digits and "-", at most 40, for example owners.',
        ],
    },
    {
        of: "something that is missing",
        text: "# later\ndescription: Card payments\n",
        told: ["2:1 members: is missing. Declare who the team is: members, or the group that Okta has for it."],
    },
    {
        of: "another name than the file's",
        text: `${who}name: checkout\n`,
        told: ['2:7 name: "checkout": is not the name of the file, "cards". Write the same, or leave it out.'],
    },
    { of: "the file's own name", text: `${who}name: cards\n`, told: [] },
    {
        of: "an approval, which only a stack knows",
        text: `${who}conditions: { approval: oncall }\n`,
        told: [],
    },
];

describe("a file of a team", () => {
    for (const { of, text, told } of traps) {
        it(`${told.length > 0 ? "is refused, with its place, for" : "may have"} ${of}`, async () => {
            assert.deepEqual(
                await toldOf({ "payments/cards.yaml": text }),
                told.map((one) => `payments/cards.yaml:${one}`),
            );
        });
    }

    it("is told everything of, where YAML can be read", async () => {
        const text = "members: [ana@example.com, 12345]\ndescription: off\nfolder: [dev]\nprivileges: own\n";

        const told = await toldOf({ "payments/cards.yaml": text });

        assert.deepEqual(
            told.map((line) => line.split(" ")[0]),
            [
                "payments/cards.yaml:1:28",
                "payments/cards.yaml:2:14:",
                "payments/cards.yaml:3:1",
                "payments/cards.yaml:4:13",
            ],
        );
    });

    it("has its own name where its name is wrong", async () => {
        assert.deepEqual(await toldOf({ "payments/my cards.yaml": who }), [
            'payments/my cards.yaml:1:1: "my cards": is not a folder name. Use only letters, digits, "-", "_" and ".", no spaces.',
        ]);
    });
});

describe("the files of teams", () => {
    it("are told of together, sorted, whatever is wrong with each", async () => {
        const told = await toldOf({
            "search/index.yaml": "",
            "payments/cards.yaml": "members: [1]\n",
            "payments/payouts.yaml": who,
        });

        assert.deepEqual(told, [
            "payments/cards.yaml:1:11 members[0]: 1: was read as a number, not as text. Write what you mean in quotes.",
            'search/index.yaml:1:1: is empty. Write who the team is, for example "members: [ana@example.com]".',
        ]);
    });

    it("name each other where they get in each other's way", async () => {
        const told = await toldOf({
            "payments/cards.yaml": who,
            "search/cards.yaml": who,
            "search/index.yaml": `${who}groupName: team-cards\ndescription: not of teams[0] alone\n`,
        });

        assert.deepEqual(told, [
            'search/cards.yaml:1:1: "cards" is also the name of payments/cards.yaml. Choose another.',
            'search/index.yaml:2:12 groupName: "team-cards" is also the group of payments/cards.yaml. Choose another.',
        ]);
    });

    it("stand where they are read, or are refused: a team that is not read would lose its access", async () => {
        const told = await toldOf(
            {
                "README.md": "",
                ".gitkeep": "",
                "cards.yaml": who,
                "payments/cards.yaml": who,
                "payments/README.md": "",
                "payments/old.yml": who,
                "payments/.hidden.yaml": who,
                "payments/eu/cards.yaml": who,
                "payments/cards.yaml.bak": who,
            },
            (home) => {
                symlinkSync("cards.yaml", join(home, "payments", "link.yaml"));
                symlinkSync("payments", join(home, "other"));
            },
        );

        const only = "Only files teams/<area>/<team>.yaml are read";
        const notRead = `is not read. ${only}. Move or rename it, or take it out.`;
        const link = `is a link. ${only}, no links: write the file itself here.`;
        assert.deepEqual(
            told.map((line) => line.replace(/Only files \S*<area>/, "Only files teams/<area>")),
            [
                `cards.yaml:1:1: ${notRead}`,
                `other:1:1: ${link}`,
                `payments/.hidden.yaml:1:1: ${notRead}`,
                `payments/cards.yaml.bak:1:1: ${notRead}`,
                `payments/eu:1:1: is a folder in the folder of an area. ${only}. Move what it holds.`,
                `payments/link.yaml:1:1: ${link}`,
                `payments/old.yml:1:1: ${notRead}`,
            ],
        );
    });

    it("are refused where there are none, since everything would be deleted", async () => {
        const way =
            /Write a file for each, .*<area>\/<team>\.yaml, with "members:" in it\. If no team is to keep .*noTeams true`\.$/;
        const [empty = "", ...others] = await toldOf({}, (home) => mkdirSync(join(home, "payments")));

        assert.match(empty, /^teams:1:1: holds no team\. /);
        assert.match(empty, way);
        assert.deepEqual(others, []);
        await inFolderWith({ "a-file": "" }, (home) => {
            for (const name of ["missing", "a-file"]) {
                const { mistakes } = checkFiles(join(home, name));
                assert.match(mistakes.map(({ reason }) => reason).join(), /^is no folder\. /);
            }
        });
    });
});
