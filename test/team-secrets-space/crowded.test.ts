import assert from "node:assert/strict";
import { declaredTeams, TeamSecretsSpace } from "../../resources";
import { crowded } from "../../resources/team-secrets-space/guards/crowded";
import { Neighbours } from "../../resources/team-secrets-space/guards/neighbours";
import { planOf } from "../../resources/team-secrets-space/plan";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { withEnvironment } from "./support/with-environment";

const [ana, ben] = ["ana@example.com", "ben@example.com"];
const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

/** So many teams of Ana, the last of which has a level of hers too. */
const teamsOf = (count: number, last: object = {}) =>
    Array.from({ length: count }, (_, index) => ({
        name: `team${index}`,
        members: [ben, "ANA@example.com"],
        ...(index === count - 1 ? last : {}),
    }));
const owners = { members: [ana], privileges: "manage" };

describe("a person in many groups of one project", () => {
    let simulation: Simulation;
    beforeEach(async () => {
        simulation = await Simulation.start();
    });
    afterEach(() => simulation.close());

    /** What a preview says of the teams that its stack configuration declares. */
    async function previewed(teams: readonly object[]): Promise<{ errors: string; said: string }> {
        const settings = Object.entries(place).map(([key, value]) => [`pulumi-okta-opa:${key}`, value] as const);
        const config = { ...Object.fromEntries(settings), "scratch:teams": JSON.stringify(teams) };
        const program = async () => {
            for (const { name, ...space } of await declaredTeams()) new TeamSecretsSpace(name, space);
        };
        const { errors, said } = await new Stack(simulation, "scratch", "dev", config).preview(program);
        return { errors: errors.join("\n"), said: said.join("\n") };
    }

    it("is nothing to be said below fifteen", async () => {
        const { errors, said } = await previewed(teamsOf(14));

        assert.equal(errors, "");
        assert.doesNotMatch(said, /links a person/);
    });

    it("is warned of once, with the number that the whole configuration comes to", async () => {
        const { errors, said } = await previewed(
            teamsOf(18, { access: { owners }, members: [ben] }).concat(teamsOf(1, { name: "other", members: [ana] })),
        );

        assert.equal(errors, "");
        const lines = said.split("\n").filter((line) => line.includes("links a person"));
        assert.equal(lines.length, 2, said);
        assert.match(said, /"ben@example\.com" is in at least 18 groups/);
        assert.match(
            said,
            /"ana@example\.com" is in at least 19 groups of teams and levels in one project, and OPA links a person to at most 20 groups of a project\. Give some of the teams, .* another project, or name in them a group that Okta has/,
        );
    });

    it("is a mistake above twenty, told with the others, and a level counts as the team does", async () => {
        const { errors } = await previewed(
            teamsOf(20, { access: { owners } }).concat(teamsOf(1, { name: "x", members: ["nobody@example.com"] })),
        );

        assert.match(errors, /teams\[19\]\.access\.owners\.members\[0\]: "ana@example\.com" is in at least 21 groups/);
        assert.doesNotMatch(errors, /"ben@example.com"/);
        assert.match(errors, /teams\[20\]\.members\[0\]: "nobody@example\.com" does not exist/);
    });

    it("is nothing to be said of people who are deactivated, who are in no group", async () => {
        const { errors } = await previewed(teamsOf(22, {}).map((team) => ({ ...team, members: ["leo@example.com"] })));

        assert.equal(errors, "");
    });

    it("is a mistake of the space of a program that is one too many, and of no other", async () => {
        const neighbours = new Neighbours();
        const plan = (name: string, declared: object) =>
            withEnvironment(simulation.tenant.environment, () =>
                planOf(
                    { name, resource: {}, mistakes: [], isToCome: () => Promise.resolve(false), neighbours },
                    { ...place, ...declared },
                ),
            );
        const warnings: string[] = [];
        for (let number = 0; number < 20; number += 1) {
            warnings.push(...(await plan(`s${number}`, { members: [ana] })).warnings);
        }

        assert.equal(warnings.length, 1);
        assert.match(warnings[0] ?? "", /^"ana@example\.com" is in at least 15 groups/);
        await assert.rejects(
            plan("more", { members: [ben], access: { owners } }),
            /access\.owners\.members\[0\]: "ana@example\.com" is in at least 21 groups/,
        );
        await plan("others", { members: [ben] });
    });

    it("is counted for each project, and by who it is, however the login is written", () => {
        const seat = { id: "00u1", login: ana, index: 0, status: "ACTIVE", level: undefined, property: "members[0]" };
        const spacesIn = (projectId: string | undefined, count: number) =>
            Array.from({ length: count }, (_, index) => ({
                projectId,
                seats: [{ ...seat, login: index % 2 === 0 ? ana : "Ana@Example.com" }],
            }));

        assert.deepEqual(crowded([...spacesIn("one", 14), ...spacesIn("two", 14), ...spacesIn(undefined, 14)]), []);
        assert.deepEqual(
            crowded([...spacesIn("one", 14), ...spacesIn("two", 15)]).map(({ groups, space }) => [groups, space]),
            [[15, 28]],
        );
    });
});
