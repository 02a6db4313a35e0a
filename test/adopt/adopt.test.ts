import assert from "node:assert/strict";
import { verdictOf } from "../../resources/adopt/match/verdict";
import { startTenant, type Tenant } from "../../tenant";
import { plenty } from "../opa/support/connected";
import { adopted } from "./support/adopting";
import { approvalFor, ByHand, contribute, mfaEvery } from "./support/by-hand";

const generous = { ...plenty, oktaRequestsPerMinute: 1_000_000 };

describe("what exists, matched", () => {
    let tenant: Tenant;
    let hand: ByHand;

    before(async () => {
        tenant = await startTenant({ settings: generous });
    });
    beforeEach(() => {
        tenant.reset();
        hand = new ByHand(tenant);
    });
    after(() => tenant.close());

    it("is a team with people, in the words of a space, with what only the objects say beside it", async () => {
        const group = hand.group("Payments people", ["ben@example.com", "ana@example.com"], { description: "By hand" });
        const { mapping, opa } = hand.push(group);
        const folder = hand.folder("payments", { description: "Cards" });
        const policy = hand.policy(
            "Payments policy",
            [opa],
            [hand.rule([folder], contribute, { conditions: [mfaEvery(3600)] })],
        );

        const { teams } = await adopted(tenant);

        assert.deepEqual(
            teams.map(({ reasons }) => reasons),
            [[]],
        );
        assert.deepEqual(teams[0]?.declaration, {
            team: {
                members: ["ana@example.com", "ben@example.com"],
                groupName: "Payments people",
                conditions: { mfa: "any", mfaEvery: "1h" },
            },
            existing: {
                group: { id: group.id, description: "By hand" },
                mapping: { id: mapping.id },
                folder: { id: folder.id, description: "Cards" },
                policy: { id: policy.id, name: "Payments policy", description: "", rules: ["Rule 1"] },
            },
        });
    });

    it("is a group that Okta has where rules fill it, with levels, folders inside and an approval", async () => {
        const group = hand.group("WD-Payments", ["ana@example.com"]);
        hand.store.groupRules.set("0pr1", {
            ...{ id: "0pr1", seq: 1, name: "rule", status: "ACTIVE", expression: "true", excludedUserIds: [] },
            ...{ groupIds: [group.id], createdMs: 0, lastUpdatedMs: 0 },
        });
        const { opa } = hand.push(group);
        const folder = hand.folder("payments");
        const prod = hand.folder("prod", { in: folder });
        const eu = hand.folder("eu", { in: prod, description: "Europe" });
        hand.policy(
            "team-payments secrets",
            [opa],
            [hand.rule([folder], ["list", "folder_create", "secret_create", "secret_update"], { name: "payments" })],
        );
        const owners = hand.group("team-payments-owners", ["emma@example.com"]);
        const pushed = hand.push(owners);
        hand.policy(
            "owners",
            [pushed.opa],
            [
                hand.rule([eu], ["list"], { name: "names", conditions: [mfaEvery(0)] }),
                hand.rule([eu], ["secret_reveal"], { name: "values", conditions: [mfaEvery(0), approvalFor(28_800)] }),
            ],
        );
        const auditors = hand.policy("audit", [], [hand.rule([folder], ["list"], { name: "payments" })]);
        const local = [...hand.store.opaGroups.values()].find(({ name }) => name === "platform-admins");
        assert.ok(local);
        auditors.userGroups = [{ type: "user_group", id: local.id }];

        const { teams, settings } = await adopted(tenant);

        assert.deepEqual(
            teams.map(({ reasons }) => reasons),
            [[]],
        );
        assert.deepEqual(teams[0]?.declaration?.team, {
            group: "WD-Payments",
            privileges: "write-only",
            folders: ["prod/eu"],
            access: {
                owners: {
                    members: ["emma@example.com"],
                    folder: "prod/eu",
                    privileges: "reveal",
                    conditions: { mfa: "any", mfaEvery: "each-time", approval: "on-call-secrets" },
                },
                "platform-admins": { opaGroup: "platform-admins", privileges: "list" },
            },
        });
        assert.deepEqual(settings.approvals, {
            "on-call-secrets": { id: "65f0c0ffee1234567890abcd", name: "On-call secrets", lasts: "8h" },
        });
        assert.deepEqual(teams[0]?.declaration?.existing.folders, {
            prod: { id: prod.id, description: "" },
            "prod/eu": { id: eu.id, description: "Europe" },
        });
    });

    it("is told of, and not chosen, where two groups may be the team", async () => {
        const folder = hand.folder("payments");
        for (const name of ["Cards", "Payouts"]) {
            const { opa } = hand.push(hand.group(name, ["ana@example.com"]));
            hand.policy(`${name} secrets`, [opa], [hand.rule([folder], contribute)]);
        }

        const { teams } = await adopted(tenant);

        assert.deepEqual(
            teams.map(({ reasons }) => verdictOf(reasons)),
            ["ambiguous"],
        );
        assert.match(teams[0]?.reasons[0]?.what ?? "", /"Cards".*"Payouts"/);
    });
});
