import assert from "node:assert/strict";
import type { Live } from "../../../resources/review/snapshot";
import { ruleNames } from "../../../resources/team-secrets-space/authority/rules-schema";
import { live, pageOf, people } from "./support/situation";

const config = (...lines: readonly string[]): string => lines.map((line) => `  pulumi-okta-opa:${line}\n`).join("");
const asked = ["conditions: { mfa: any }", "minimum: { reveal: { mfa: any } }"];
const always = [
    "approvals: { oncall: { id: 65f0c0ffee1234567890abcd, name: On-call, lasts: 8h } }",
    "groups: { Staff: { id: 00g1emaKYZTWRYYRRTSK, maxMembers: 1 } }",
];
const emptied = "exceptions: { search: { deleteContents: teams/search } }";
const oncall = `access:
  oncall: { members: [ana@example.com, emma@example.com], privileges: reveal, conditions: { approval: oncall } }
`;

/** Somebody from outside and a key are in the group that a policy made by hand lets in. */
function staff(): Live {
    const { access, text } = live("Staff", ["chloe@example.com"]);
    const robot = { name: "robot", isService: true, isActive: true };
    const groups = access.groups?.map((group) => ({ ...group, members: [...(group.members ?? []), robot] }));
    return { access: { ...access, groups }, text };
}

describe("the ten rules of a review", () => {
    it("each find what one change does, with who, where and whether it stops it", async () => {
        const page = await pageOf({
            base: {
                "a/payments": people("ana"),
                "b/search": people("emma"),
                "c/kyc": people("farid"),
            },
            head: {
                "a/payments": `${people("ana", "ben")}${oncall}`,
                "c/kyc": `${people("farid")}retired: { reason: moved, until: "2026-11-01" }\n`,
            },
            config: [config(...asked, ...always, emptied), config(...always)],
            platform: ["rules: { self-grant: block }\n", "rules: { self-grant: block }\n"],
            live: staff(),
            author: "ben@example.com",
        });

        const found = page.findings.map(({ rule, level, blocks, path, who, what, accepted }) => {
            assert.equal(accepted, null);
            return [rule, `${level}${blocks ? "!" : ""}`, path ?? "-", who.join(" "), what];
        });
        const reveals = (login: string) => [
            [
                "reveal-without-mfa",
                "warn",
                "teams/payments",
                login,
                `"${login}" can reveal without MFA in "teams/payments".`,
            ],
            [
                ...["below-minimum", "warn", "teams/payments", login],
                `"${login}" has less asked than the minimum that the stack has until now (pulumi-okta-opa:minimum) in "teams/payments".`,
            ],
        ];
        assert.deepEqual(found, [
            [
                ...["self-grant", "block!", "teams/payments", "ben@example.com"],
                'The author, "ben@example.com", gains in "teams/payments": reveal, create, change, create folders, see names.',
            ],
            ...["ben", "emma", "ana"].flatMap((name) => reveals(`${name}@example.com`)),
            [
                ...["delete-for-good", "warn", "teams/search", ""],
                '"teams/search" is deleted WITH EVERYTHING IN IT, as deleteContents of base says.',
            ],
            ["group-above-cap", "warn", "-", "Staff", 'Group "Staff" has 2 members, and may have 1.'],
            [
                ...["automation-holds-secrets", "warn", "teams", "robot"],
                'Service user "robot" has in "teams": reveal. Whoever has its key has it too.',
            ],
            [
                ...["approval-is-decoration", "warn", "teams/payments", "ana@example.com"],
                'The approval for "teams/payments" (team "payments/oncall") is never asked of 1 of 2, who can reveal there without it: "ana@example.com".',
            ],
            [
                ...["ended", "warn", "teams/kyc", "kyc"],
                'Team "kyc" is retired until 2026-11-01, which has passed: remove it, or give a later day.',
            ],
            ...["ben", "emma"].map((name) => [
                ...["new-reveal", "note", "teams/payments", `${name}@example.com`],
                `"${name}@example.com" can reveal from now on in "teams/payments".`,
            ]),
            [
                ...["overlap", "note", "teams", "by hand Staff"],
                'Policy "by hand", which no declaration has made, lets "Staff" in "teams": reveal.',
            ],
        ]);
        assert.deepEqual([...new Set(page.findings.map(({ rule }) => rule))].sort(), ruleNames.toSorted());
    });
});
