import assert from "node:assert/strict";
import { declaredSchema as mappingSchema } from "../../resources/okta/group-push-mapping/declared/schema";
import { declaredSchema as folderSchema } from "../../resources/opa/secret-folder/declared/schema";
import { declaredSchema as policySchema } from "../../resources/opa/security-policy/declared/schema";
import { groupNameFor, policyNameFor } from "../../resources/team-secrets-space/declared/names";
import { teamsIn } from "../../resources/team-secrets-space/teams/teams-in";

const ana = "ana@example.com";
const uuid = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "/teams/" };

/** Declarations that are wrong, and everything that is to be said of each, in order. */
const wrong: readonly { readonly declared: unknown; readonly told: readonly string[] }[] = [
    {
        declared: { payments: [ana] },
        told: ['teams: is not a list of teams. Write "- name: payments" with "members:" below it.'],
    },
    {
        declared: [null, { name: "payments", members: [ana] }, [{ name: "cards" }], null],
        told: [
            'teams[0]: is empty. Write "- name: payments" with "members:" below it.',
            'teams[2]: [{"name":"cards"}]: is a list in the list of teams. Write "- name: payments" with "members:" below it.',
            'teams[3]: is empty. Write "- name: payments" with "members:" below it.',
        ],
    },
    {
        declared: ["payments"],
        told: ["teams[0].members: is missing. Declare who the team is: members, or the group that Okta has for it."],
    },
    {
        declared: [{ nam: "payments", members: [ana] }],
        told: ['teams[0].nam: unknown key "nam". Did you mean "name"?', "teams[0].name: is missing. Declare it."],
    },
    {
        declared: [
            { name: "payments", members: [" ana@example.com", ana, "Ana@example.com"] },
            { name: "a b", members: [], privileges: ["own"] },
        ],
        told: [
            'teams[0].members[0]: " ana@example.com": begins or ends with white space. Remove that.',
            'teams[0].members: [" ana@example.com","ana@example.com","Ana@example.com"]: names somebody twice. List each person once.',
            'teams[1].name: "a b": is not a folder name. Use only letters, digits, "-", "_" and ".", no spaces.',
            'teams[1].privileges[0]: "own": use any of list, folder_create, folder_update, folder_delete, secret_create, ' +
                "secret_update, secret_reveal, secret_delete, write-only, reveal, contribute, manage.",
        ],
    },
    {
        declared: [
            { name: "payments", members: [], groupName: "team\u202e", description: "one\n\u001b[2J" },
            { name: "mobile", members: [], groupName: "👩‍💻", description: "one\r\n\ttwo" },
        ],
        told: [
            'teams[0].groupName: "team\u202e": holds a control character, which a terminal would obey. Take it out.',
            'teams[0].description: "one\\n\\u001b[2J": holds a control character, which a terminal would obey. Take it out.',
        ],
    },
    {
        declared: [
            { name: "payments", members: [ana] },
            { name: "payments", members: [] },
        ],
        told: ['teams[1].name: "payments" is also the name of teams[0]. Choose another.'],
    },
    {
        declared: [
            { name: "payments", members: [ana] },
            { name: "cards", members: [], groupName: "team-payments", folderName: "payments" },
            { name: "elsewhere", members: [], folderName: "payments", parentFolder: "squads" },
            { name: "Payments", members: [] },
        ],
        told: [
            'teams[3].name: "Payments" is also the name of teams[0]. Choose another.',
            'teams[1].groupName: "team-payments" is also the group of teams[0]. Choose another.',
            'teams[1].folderName: "payments" is also, in the same place, the folder of teams[0]. Choose another.',
        ],
    },
    {
        declared: [
            { name: "cards", members: [], groupName: "team-payments", folderName: "payments" },
            { name: "payments", members: [ana], appId: "my app" },
        ],
        told: [
            'teams[1].appId: "my app": is not an Okta id. It has letters and digits only, e.g. 00g1emaKYZTWRYYRRTSK.',
            'teams[1].name: "team-payments" is also the group of teams[0]. Choose another.',
            'teams[1].name: "payments" is also, in the same place, the folder of teams[0]. Choose another.',
        ],
    },
    {
        declared: [
            { name: "payments", members: [ana] },
            { name: "cards", members: [], parentFolder: "teams", folderName: "payments" },
            { name: "fraud", members: [], parentFolder: "teams/payments/apps" },
            { name: "other", members: [], parentFolder: "teams/payments", project: "other" },
        ],
        told: [
            'teams[1].folderName: "payments" is also, in the same place, the folder of teams[0]. Choose another.',
            'teams[2].parentFolder: "teams/payments/apps" is, or lies in, the folder of teams[0], whose members could use all secrets in it. Choose another.',
        ],
    },
];

/** What a stack's file says without quotes, as Pulumi hands it over, and what is to be said of it. */
const unquoted: readonly { readonly written: string; readonly read: unknown; readonly told: string }[] = [
    { written: "0123", read: 83, told: "83: was read as a number, not as text. Write what you mean in quotes." },
    { written: "1e5", read: 100000, told: "100000: was read as a number, not as text. Write what you mean in quotes." },
    {
        written: "true",
        read: true,
        told: "true: was read as true or false, not as text. Write what you mean in quotes.",
    },
    {
        written: "2024-01-31",
        read: "2024-01-31 00:00:00 +0000 UTC",
        told: '"2024-01-31 00:00:00 +0000 UTC": was read as a date, not as text. Write what you mean in quotes.',
    },
    { written: "~", read: null, told: "is empty. Write a value, in quotes if it is ~ or null, or remove it." },
];

/** Every property of a team that is a text. */
const texts = [
    "name",
    "groupName",
    "folderName",
    "parentFolder",
    "resourceGroup",
    "project",
    "appId",
    "description",
    "deleteContents",
];

const lines = (mistakes: readonly { readonly property: string; readonly reason: string }[]) =>
    mistakes.map(({ property, reason }) => `${property}: ${reason}`);

describe("a text of a team that stands without quotes", () => {
    for (const { written, read, told } of unquoted) {
        it(`is refused with what it was read as, whatever text it is: ${written}`, () => {
            for (const text of texts) {
                const { mistakes } = teamsIn([{ name: "payments", members: [ana], [text]: read }], place);

                assert.deepEqual(lines(mistakes), [`teams[0].${text}: ${told}`]);
            }
            const { mistakes } = teamsIn([{ name: "payments", members: [ana, read] }], place);
            assert.deepEqual(lines(mistakes), [`teams[0].members[1]: ${told}`]);
        });
    }
});

/** Letters, to be a name of this length. */
const long = (length: number) => "x".repeat(length);

/** Names of which something is made that cannot be, and where that is told. */
const misnamed: readonly { readonly team: object; readonly told: readonly RegExp[] }[] = [
    {
        team: { name: "payments", groupName: "team-payments " },
        told: [/^teams\[0\]\.groupName: "team-payments ": begins or ends with white space, which services strip\. /],
    },
    {
        team: { name: "payments", groupName: long(248) },
        told: [/^teams\[0\]\.groupName: "x+…: has more than 247 characters: with " secrets" it names the policy/],
    },
    {
        team: { name: long(243) },
        told: [
            /^teams\[0\]\.name: "x+…: the group would be "team-x+…, which has more than 247 characters: .* Or declare groupName\.$/,
        ],
    },
    {
        team: { name: long(256) },
        told: [/^teams\[0\]\.name: "x+…: is longer than 255 characters\.$/],
    },
    {
        team: { name: long(250), groupName: "payments" },
        told: [],
    },
    {
        team: { name: long(242) },
        told: [],
    },
];

describe("what is made of a team's name", () => {
    for (const { team, told } of misnamed) {
        it(`is checked with it, and told of what was declared: ${JSON.stringify(team).replace(/x{9,}/, "x…")}`, () => {
            const { mistakes } = teamsIn([{ members: [ana], ...team }], place);

            assert.equal(mistakes.length, told.length, lines(mistakes).join("\n"));
            for (const [index, line] of lines(mistakes).entries()) assert.match(line, told[index] ?? /nothing/);
        });
    }

    it("is what every object of a space takes, for the longest names there are", () => {
        for (const team of [{ name: long(242) }, { name: "x", groupName: long(247), folderName: long(255) }]) {
            const { teams } = teamsIn([{ members: [ana], ...team }], place);
            const { name, folderName = name, groupName = groupNameFor(name) } = teams[0] ?? assert.fail("refused");

            for (const taken of [
                mappingSchema.shape.targetGroupName.safeParse(groupName),
                folderSchema.shape.name.safeParse(folderName),
                policySchema.shape.name.safeParse(policyNameFor(groupName)),
                policySchema.shape.rules.safeParse([
                    { name: folderName, secretFolderId: uuid, privileges: ["reveal"] },
                ]),
            ]) {
                assert.equal(taken.error, undefined);
            }
        }
    });
});

/** Values of `teams` without a team in them. */
const empty: readonly unknown[] = [undefined, null, "", []];

const flag = "pulumi-okta-opa:noTeams";

describe("a stack configuration without teams", () => {
    for (const value of empty) {
        it(`is refused with what to write, since everything would be deleted: ${JSON.stringify(value)}`, () => {
            for (const said of [undefined, "false"]) {
                const { teams, mistakes } = teamsIn(value, place, said);

                assert.deepEqual(teams, []);
                assert.equal(mistakes.length, 1);
                assert.match(
                    lines(mistakes).join(),
                    /^teams: is (missing|empty)\. Write "- name: payments" with "members:"/,
                );
                assert.match(lines(mistakes).join(), /run `pulumi config set pulumi-okta-opa:noTeams true`\.$/);
            }
        });

        it(`is taken where it says so: ${JSON.stringify(value)}`, () => {
            const { teams, spaces, mistakes } = teamsIn(value, place, "true");
            assert.deepEqual({ teams, spaces, mistakes }, { teams: [], spaces: [], mistakes: [] });
        });
    }

    it("may not say so in other words", () => {
        assert.deepEqual(lines(teamsIn([], place, "yes").mistakes).slice(0, 1), [`${flag}: "yes": use true or false.`]);
    });

    for (const value of [{}, "payments", [null], [{}], [[]], 0]) {
        it(`does not have what is no team: ${JSON.stringify(value)}`, () => {
            assert.notDeepEqual(teamsIn(value, place, "true").mistakes, []);
        });
    }

    it("may not go on saying so when there are teams: it would let a list be emptied by mistake", () => {
        const { mistakes } = teamsIn([{ name: "payments", members: [ana] }], place, "true");

        assert.deepEqual(lines(mistakes), [
            `${flag}: is true, but teams are declared. Run \`pulumi config rm ${flag}\`.`,
        ]);
    });
});

describe("the teams that a stack configuration declares", () => {
    for (const { declared, told } of wrong) {
        it(`are refused, with every mistake at once: ${JSON.stringify(declared)}`, () => {
            const { mistakes } = teamsIn(declared, place);

            assert.deepEqual(lines(mistakes), told);
        });
    }

    it("are looked up further where they are right, though another one is wrong", () => {
        const { teams } = teamsIn([{ nam: "payments" }, { name: "mobile", members: [ana] }], place);

        assert.deepEqual(
            teams.map((team) => team?.name),
            [undefined, "mobile"],
        );
    });

    it("are taken as they are written, with every default in its place", () => {
        const declared = [
            { name: "payments", members: [ana], privileges: ["reveal"] },
            { name: "mobile", members: [], parentFolder: "/teams/apps/" },
        ];

        const { teams } = teamsIn(declared, place);

        const defaults = {
            onExistingPush: "fail",
            onExisting: "fail",
            onDelete: "if-created",
            allowReplacement: false,
            folders: [],
            access: {},
        };
        assert.deepEqual(teams, [
            { ...defaults, ...declared[0] },
            { ...defaults, privileges: ["contribute"], ...declared[1], parentFolder: "teams/apps" },
        ]);
    });
});
