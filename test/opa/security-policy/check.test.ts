import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { securityPolicy } from "../../../resources/opa/security-policy/provider";
import { paymentsPolicy } from "../support/policy-ground";
import { serverRule } from "../support/policy-hand";

const folderId = "c7a8b9d0-1e2f-4a3b-9c4d-5e6f7a8b9c0d";
const groupId = "91c2d4e8-7f30-4b61-8a2c-5d9e0f1a2b3c";

const kind = securityPolicy(() => {
    throw new Error("check and diff need no network");
});

const declared: Properties = paymentsPolicy(folderId);
const [rule] = paymentsPolicy(folderId).rules;

const mistakesOf = (changed: Properties) =>
    kind.check({ ...declared, ...changed }).mistakes.map(({ property, reason }) => `${property}: ${reason}`);

const withRule = (changed: Properties) => mistakesOf({ rules: [{ ...rule, ...changed }] });

const groups = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `team-${index}` }));

describe("the declaration of a security policy", () => {
    it("is spelled out: privileges by name, defaults, one order", () => {
        const { inputs, mistakes } = kind.check({
            ...declared,
            principals: { userGroups: [{ name: "b" }, { id: groupId }, { name: "B" }] },
            rules: [
                { name: "z", secretFolderId: `a/b/${folderId}`, privileges: ["manage"] },
                {
                    name: "a",
                    secretFolderId: folderId,
                    privileges: ["reveal", "secret_update"],
                    conditions: [
                        {
                            conditionType: "access_request",
                            requestTypeId: "r",
                            requestTypeName: "Ask",
                            expiresAfterSeconds: 900,
                        },
                        { conditionType: "mfa" },
                    ],
                },
            ],
        });

        assert.deepEqual(mistakes, []);
        assert.deepEqual(inputs["principals"], {
            userGroups: [{ id: groupId }, { name: "B" }, { name: "b" }],
            workloadRoles: [],
        });
        assert.deepEqual(inputs["rules"], [
            {
                name: "a",
                secretFolderId: folderId,
                privileges: ["list", "secret_update", "secret_reveal"],
                conditions: [
                    { conditionType: "mfa", reAuthFrequencyInSeconds: 1800, acrValues: "urn:okta:loa:2fa:any" },
                    {
                        conditionType: "access_request",
                        requestTypeId: "r",
                        requestTypeName: "Ask",
                        expiresAfterSeconds: 900,
                    },
                ],
            },
            {
                name: "z",
                secretFolderId: folderId,
                privileges: [
                    "list",
                    "folder_create",
                    "folder_update",
                    "folder_delete",
                    "secret_create",
                    "secret_update",
                    "secret_reveal",
                    "secret_delete",
                ],
                conditions: [],
            },
        ]);
    });

    it("is spelled out also while its folder is not known yet", () => {
        const { inputs, mistakes } = kind.check({ ...declared, rules: [{ ...rule, secretFolderId: unknownValue }] });

        assert.deepEqual(mistakes, []);
        assert.deepEqual(Object(inputs["rules"])[0].privileges, [
            "list",
            "folder_create",
            "secret_create",
            "secret_update",
            "secret_reveal",
        ]);
    });

    it("is checked once and stays as it is when checked again", () => {
        const { inputs } = kind.check(declared);

        assert.deepEqual(kind.check(inputs), { inputs, mistakes: [] });
    });

    const refused: readonly (readonly [string, string[], RegExp])[] = [
        [
            "no scope",
            mistakesOf({ resourceGroup: undefined }),
            /^resourceGroup: no scope is declared\. .*scope: "team"/,
        ],
        ["two scopes", mistakesOf({ scope: "team" }), /^resourceGroup: two scopes are declared/],
        ["another scope", mistakesOf({ resourceGroup: undefined, scope: "all" }), /^scope: "all": use "team"/],
        ["nobody", mistakesOf({ principals: {} }), /^principals: .*names nobody/],
        [
            "everyone",
            mistakesOf({ principals: { userGroups: [{ name: "everyone" }] } }),
            /userGroups\[0\]: .*does not accept/,
        ],
        [
            "41 groups",
            mistakesOf({ principals: { userGroups: groups(41) } }),
            /more than 40 groups and roles, which is OPA's limit/,
        ],
        [
            "a group twice",
            mistakesOf({ principals: { userGroups: [{ name: "a" }, { name: "a" }] } }),
            /^principals\.userGroups\[1\]: .*declared twice/,
        ],
        [
            "a group by name and id",
            mistakesOf({ principals: { userGroups: [{ name: "a", id: groupId }] } }),
            /either its name or its id/,
        ],
        [
            "a role by name",
            mistakesOf({ principals: { workloadRoles: [{ id: "deploys" }] }, rules: [{ ...rule, conditions: [] }] }),
            /workloadRoles\[0\]\.id: .*is not an OPA id/,
        ],
        [
            "conditions that a workload can never meet",
            mistakesOf({
                principals: { userGroups: [{ name: "a" }], workloadRoles: [{ id: groupId }] },
                rules: [{ ...rule, conditions: [{ conditionType: "mfa" }] }],
            }),
            /^rules\[0\]\.conditions: are for a workload role too/,
        ],
        ["no rules", mistakesOf({ rules: [] }), /^rules: .*Declare at least one rule/],
        [
            "31 rules",
            mistakesOf({ rules: Array.from({ length: 31 }, (_, index) => ({ ...rule, name: `r${index}` })) }),
            /^rules: .*more than 30 rules/,
        ],
        [
            "two rules of a name",
            mistakesOf({ rules: [rule, rule] }),
            /^rules\[1\]\.name: .*is the name of rules\[0\] too/,
        ],
        [
            "a rule on nothing",
            withRule({ secretFolderId: undefined }),
            /exactly one of secretFolderId, secretId and raw/,
        ],
        [
            "a rule on two things",
            withRule({ secretId: folderId, privileges: ["list"] }),
            /exactly one of secretFolderId, secretId and raw/,
        ],
        ["a folder by path", withRule({ secretFolderId: "teams/payments" }), /secretFolderId: .*is not an OPA id/],
        ["a rule that grants nothing", withRule({ privileges: [] }), /privileges: .*would grant nothing/],
        [
            "a privilege of another name",
            withRule({ privileges: ["read"] }),
            /privileges\[0\]: "read": use any of list,/,
        ],
        [
            "adding secrets to a secret",
            withRule({ secretFolderId: undefined, secretId: folderId, privileges: ["contribute"] }),
            /privileges: .*cannot grant folder_create and secret_create\. Declare \["list","secret_update","secret_reveal"\]/,
        ],
        [
            "MFA every minute",
            withRule({ conditions: [{ conditionType: "mfa", reAuthFrequencyInSeconds: 60 }] }),
            /300 to 43200/,
        ],
        [
            "MFA every day",
            withRule({ conditions: [{ conditionType: "mfa", reAuthFrequencyInSeconds: 43_201 }] }),
            /0 \(ask every time\) or 300 to 43200/,
        ],
        [
            "MFA of another kind",
            withRule({ conditions: [{ conditionType: "mfa", acrValues: "sms" }] }),
            /acrValues: "sms": use/,
        ],
        [
            "MFA twice",
            withRule({ conditions: [{ conditionType: "mfa" }, { conditionType: "mfa" }] }),
            /conditions\[1\]: .*same kind of condition as conditions\[0\]/,
        ],
        [
            "an approval that lasts no time",
            withRule({
                conditions: [
                    {
                        conditionType: "access_request",
                        requestTypeId: "r",
                        requestTypeName: "Ask",
                        expiresAfterSeconds: 0,
                    },
                ],
            }),
            /expiresAfterSeconds: 0: give whole seconds, at least 1/,
        ],
        [
            "a gateway",
            withRule({ conditions: [{ conditionType: "gateway" }] }),
            /conditionType: "gateway": is a condition for servers only: nobody reaches a secret through a gateway/,
        ],
        [
            "a condition of another name",
            withRule({ conditions: [{ conditionType: "vpn" }] }),
            /is not a condition for secrets/,
        ],
        ["an empty name", mistakesOf({ name: "" }), /^name: "": is empty/],
        ["a name too long", mistakesOf({ name: "n".repeat(256) }), /^name: .*longer than 255/],
        ["a property misspelt", mistakesOf({ princpals: {} }), /unknown key "princpals"\. Did you mean "principals"/],
        ["waiting for ever", mistakesOf({ waitForGroups: 3601 }), /^waitForGroups: 3601: give 0 to 3600 seconds/],
        [
            "a raw rule with another name",
            mistakesOf({ rules: [{ name: "a", raw: serverRule("b") }] }),
            /raw names the rule "b"/,
        ],
        [
            "a raw rule of no type",
            mistakesOf({ rules: [{ name: "a", raw: { privileges: [] } }] }),
            /has no resource_type/,
        ],
        [
            "a raw rule on service accounts",
            mistakesOf({
                rules: [{ name: "a", raw: { ...serverRule("a"), resource_type: "okta_app_based_resource" } }],
            }),
            /OPA keeps in policies of their own/,
        ],
        [
            "a raw rule with conditions outside",
            mistakesOf({ rules: [{ name: "a", raw: serverRule("a"), conditions: [] }] }),
            /has its privileges and conditions inside raw/,
        ],
    ];

    for (const [what, mistakes, expected] of refused) {
        it(`is refused with ${what}`, () => {
            assert.equal(mistakes.length, 1, mistakes.join("\n"));
            assert.match(mistakes[0] ?? "", expected);
        });
    }

    it("is refused with every mistake at once, each value cut short", () => {
        const mistakes = mistakesOf({ name: "n".repeat(300), rules: [], principals: {}, resourceGroup: undefined });

        assert.equal(mistakes.length, 4);
        for (const mistake of mistakes) assert.ok(mistake.length < 250, mistake);
    });
});

describe("the difference between a security policy and its declaration", () => {
    const { inputs } = kind.check(declared);
    const olds = { ...inputs, resourceGroupId: groupId };

    it("is none when nothing changed, and none when the resource group is now written by its id", () => {
        assert.equal(kind.diff(olds, inputs).changes, false);
        assert.equal(kind.diff(olds, { ...inputs, resourceGroup: groupId }).changes, false);
    });

    it("is none for what only matters while it is created", () => {
        assert.equal(kind.diff(olds, { ...inputs, onExisting: "adopt", waitForGroups: 5 }).changes, false);
    });

    it("is a change in place for everything else, and for what is not known yet", () => {
        const { resourceGroup: _none, ...teamWide } = inputs;
        for (const news of [
            { ...inputs, name: "other" },
            { ...teamWide, scope: "team" },
            { ...inputs, resourceGroup: "other" },
            { ...inputs, principals: unknownValue },
        ]) {
            assert.deepEqual(
                { ...kind.diff(olds, news), deleteBeforeReplace: true },
                {
                    changes: true,
                    replaces: [],
                    deleteBeforeReplace: true,
                },
            );
        }
    });
});
