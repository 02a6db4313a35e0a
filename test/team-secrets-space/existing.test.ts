import assert from "node:assert/strict";
import { rulesOf } from "../../resources/team-secrets-space/declared/grants";
import { usualSettings } from "../../resources/team-secrets-space/declared/stack-settings";
import { teamsIn } from "../../resources/team-secrets-space/teams/teams-in";

const id = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const other = "4b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const members = ["ana@example.com"];

const settings = { ...usualSettings, approvals: { oncall: { id: "65f0", name: "On-call", lasts: "8h" } } };

const read = (...teams: readonly object[]) => teamsIn(teams, {}, undefined, settings);

describe("what is there already of a team", () => {
    it("gives the policy its name and its rules theirs, of a level too", () => {
        const access = { owners: { members, privileges: "reveal", conditions: { approval: "oncall" } } };
        const existing = {
            policy: { id, name: "Cards people", rules: ["use"] },
            access: { owners: { policy: { id: other, rules: ["reveal", "see"] } } },
        };
        const [cards] = read({ name: "cards", members, access, existing }).spaces;
        const named = (cards?.grants ?? []).map((grant) => [
            grant.policyName,
            ...rulesOf(grant, "cards", settings).map(({ name }) => name),
        ]);

        assert.deepEqual(named, [
            ["Cards people", "use"],
            ["team-cards-owners secrets", "reveal", "see"],
        ]);
    });

    it("is what no other team takes over", () => {
        const { mistakes } = read(
            { name: "cards", members, existing: { folder: { id } } },
            { name: "bills", members, existing: { folder: { id: other }, policy: { id } } },
        );

        assert.deepEqual(mistakes, [
            {
                property: "teams[1].existing.policy",
                reason: `"${id}": is also existing.folder of teams[0]. Each object is one space's: write the right id.`,
            },
        ]);
    });

    it("is of levels that there are", () => {
        const { mistakes } = read({ name: "cards", members, existing: { access: { owners: { policy: { id } } } } });

        assert.deepEqual(
            mistakes.map(({ property }) => property),
            ["teams[0].existing.access.owners"],
        );
    });
});
