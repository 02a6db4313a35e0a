import assert from "node:assert/strict";
import { teamsIn } from "../../resources/team-secrets-space/declared-teams";

const ana = "ana@example.com";
const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "/teams/" };

/** Declarations that are wrong, and everything that is to be said of each, in order. */
const wrong: readonly { readonly declared: unknown; readonly told: readonly string[] }[] = [
    {
        declared: undefined,
        told: ['teams: is not a list of teams. Write "- name: payments" with "members:" below it.'],
    },
    {
        declared: { payments: [ana] },
        told: ['teams: is not a list of teams. Write "- name: payments" with "members:" below it.'],
    },
    { declared: ["payments"], told: ["teams[0].members: is missing. Declare it."] },
    {
        declared: [{ nam: "payments", members: [ana] }],
        told: ['teams[0].nam: unknown key "nam". Did you mean "name"?', "teams[0].name: is missing. Declare it."],
    },
    {
        declared: [
            { name: "payments", members: ["ana.example.com", ana, "Ana@example.com"] },
            { name: "a b", members: [], privileges: ["own"] },
        ],
        told: [
            'teams[0].members[0]: "ana.example.com": is not a login. Write it as it stands in Okta, for example ana@example.com.',
            'teams[0].members: ["ana.example.com","ana@example.com","Ana@example.com"]: names somebody twice. List each person once.',
            'teams[1].name: "a b": is not a folder name. Use only letters, digits, "-", "_" and ".", no spaces.',
            'teams[1].privileges[0]: "own": use any of list, folder_create, folder_update, folder_delete, secret_create, ' +
                "secret_update, secret_reveal, secret_delete, read, contribute, manage.",
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

describe("the teams that a stack configuration declares", () => {
    for (const { declared, told } of wrong) {
        it(`are refused, with every mistake at once: ${JSON.stringify(declared)}`, () => {
            const { mistakes } = teamsIn(declared, place);

            assert.deepEqual(
                mistakes.map(({ property, reason }) => `${property}: ${reason}`),
                told,
            );
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
            { name: "payments", members: [ana], privileges: ["read"] },
            { name: "mobile", members: [], parentFolder: "/teams/apps/" },
        ];

        const { teams } = teamsIn(declared, place);

        const defaults = { onExistingPush: "fail", onExisting: "fail", onDelete: "if-created", allowReplacement: false };
        assert.deepEqual(teams, [
            { ...defaults, ...declared[0] },
            { ...defaults, privileges: ["manage"], ...declared[1], parentFolder: "teams/apps" },
        ]);
    });
});
