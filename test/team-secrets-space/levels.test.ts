import assert from "node:assert/strict";
import { grantsOf, needlessApprovals, rulesOf } from "../../resources/team-secrets-space/declared/grants";
import { type StackSettings, usualSettings } from "../../resources/team-secrets-space/declared/stack-settings";
import { teamsIn, withNames } from "../../resources/team-secrets-space/teams/teams-in";

const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
const [ana, ben] = ["ana@example.com", "ben@example.com"];
const settings: StackSettings = {
    ...usualSettings,
    conditions: { mfa: "any" },
    minimum: { delete: { mfa: "phishing-resistant" } },
    groups: { WD: { id: "00g1emaKYZTWRYYRRTSK" }, OnCall: { id: "00g2emaKYZTWRYYRRTSK" } },
    approvals: { oncall: { id: "65f0", name: "On-call secrets", lasts: "8h" } },
};
const listed = ["list", "folder_create", "secret_create", "secret_update"];

function mistakesIn(team: object): readonly string[] {
    const { mistakes } = teamsIn([{ name: "payments", members: [ana], ...team }], place, undefined, settings);
    return mistakes.map(({ property, reason }) => `${property}: ${reason}`);
}

function grantsIn(team: object) {
    const { teams, mistakes } = teamsIn([{ name: "payments", members: [ana], ...team }], place, undefined, settings);
    assert.deepEqual(mistakes, []);
    const [first] = teams;
    assert.ok(first);
    return grantsOf(withNames(first), settings);
}

const rulesIn = (team: object) =>
    grantsIn(team).map((grant) => [grant.policyName, rulesOf(grant, "payments", settings)] as const);

const mfa = { conditionType: "mfa", reAuthFrequencyInSeconds: 1800, acrValues: "urn:okta:loa:2fa:any" };
const approval = {
    ...{ conditionType: "access_request", requestTypeId: "65f0", requestTypeName: "On-call secrets" },
    expiresAfterSeconds: 28_800,
};

describe("the levels of access of a space", () => {
    it("are the team itself, and each level with a policy of its own", () => {
        const access = { auditors: { opaGroup: "auditors", privileges: "list", conditions: "none" } };

        assert.deepEqual(rulesIn({ privileges: "write-only", access }), [
            ["team-payments secrets", [{ name: "payments", privileges: listed, conditions: [mfa] }]],
            ["team-payments-auditors secrets", [{ name: "payments", privileges: ["list"], conditions: [] }]],
        ]);
    });

    it("let people see without an approval what they can ask for", () => {
        const oncall = { group: "OnCall", folder: "prod/eu", privileges: "reveal", conditions: { approval: "oncall" } };

        assert.deepEqual(rulesIn({ folders: ["prod/eu"], access: { oncall } })[1], [
            "team-payments-oncall secrets",
            [
                { name: "eu", privileges: ["secret_reveal"], conditions: [mfa, approval] },
                { name: "see names", privileges: ["list"], conditions: [mfa] },
            ],
        ]);
    });

    it("of a workload have no conditions, whatever the stack's are: nobody could meet them", () => {
        const id = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
        const access = { deploy: { workloadRole: id, privileges: ["secret_reveal"] } };

        assert.deepEqual(rulesIn({ access })[1]?.[1], [
            { name: "payments", privileges: ["secret_reveal"], conditions: [] },
        ]);
    });

    const refused: readonly (readonly [string, object, RegExp])[] = [
        ["two answers to who the team is", { group: "WD" }, /^teams\[0\]\.group: is declared beside members/],
        [
            "the name of a group to make beside one that exists",
            { members: undefined, group: "WD", groupName: "x" },
            /^teams\[0\]\.groupName: is the name of a group that the space makes/,
        ],
        [
            "a level for nobody",
            { access: { owners: { privileges: "manage", conditions: { mfa: "phishing-resistant" } } } },
            /^teams\[0\]\.access\.owners: names nobody\. Declare exactly one of/,
        ],
        [
            "a level for two",
            { access: { a: { members: [ben], group: "WD", privileges: "list" } } },
            /^teams\[0\]\.access\.a: names members and group\./,
        ],
        ["a level that grants nothing", { access: { a: { members: [ben] } } }, /^teams\[0\]\.access\.a\.privileges: /],
        [
            "a level in a folder that the space does not have",
            { folders: ["dev"], access: { a: { members: [ben], privileges: "list", folder: "prod" } } },
            /^teams\[0\]\.access\.a\.folder: "prod": is not one of the space's folders\. Those are: dev\./,
        ],
        [
            "conditions for a workload",
            {
                access: {
                    a: {
                        workloadRole: "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11",
                        privileges: "list",
                        conditions: { mfa: "any" },
                    },
                },
            },
            /^teams\[0\]\.access\.a\.conditions: is for a workload/,
        ],
        [
            "less than the minimum for whoever can delete",
            { access: { owners: { members: [ben], privileges: "manage" } } },
            /^teams\[0\]\.access\.owners\.conditions: mfa is "any", the minimum is "phishing-resistant" for whoever can delete/,
        ],
        [
            "an approval that the stack does not have",
            { access: { a: { members: [ben], privileges: "reveal", conditions: { approval: "boss" } } } },
            /^teams\[0\]\.access\.a\.conditions: approval "boss" is not a name/,
        ],
        [
            "a level with another kind of name",
            { access: { "On call": { members: [ben], privileges: "list" } } },
            /access/,
        ],
        [
            "a group that the stack does not list",
            { access: { a: { group: "Everyone", privileges: "list" } } },
            /^teams\[0\]\.access\.a\.group: "Everyone": is not one of the groups that may be named here .*: WD, OnCall\./,
        ],
        ["a folder twice", { folders: ["dev", "Dev"] }, /^teams\[0\]\.folders: .*names a folder twice/],
    ];
    for (const [what, team, expected] of refused) {
        it(`are refused with ${what}`, () => {
            const told = mistakesIn(team);

            assert.equal(told.length, 1, told.join("\n"));
            assert.match(told[0] ?? "", expected);
        });
    }

    it("are refused where their group would have the name of another team's", () => {
        const owners = { members: [ben], privileges: "list" };
        const both = [
            { name: "payments", members: [ana], access: { owners } },
            { name: "payments-owners", members: [ben] },
        ];

        const { mistakes } = teamsIn(both, place);

        assert.deepEqual(
            mistakes.map(({ property }) => property),
            ["teams[1].name"],
        );
        assert.match(
            mistakes[0]?.reason ?? "",
            /"team-payments-owners" is also the group of teams\[0\]\. The groups of levels/,
        );
    });

    it("tell of whom an approval is never asked, since they can reveal the same without it", () => {
        const oncall = { members: [ana, ben], privileges: "reveal", conditions: { approval: "oncall" } };

        assert.deepEqual(needlessApprovals(grantsIn({ access: { oncall } })), [
            `access.oncall.conditions: approval "oncall" is never asked of ${ana}, who can reveal the same secrets as members of the team without it.`,
        ]);
        assert.deepEqual(needlessApprovals(grantsIn({ privileges: "write-only", access: { oncall } })), []);
    });
});
