import assert from "node:assert/strict";
import { Config } from "@pulumi/pulumi";
import sinon from "sinon";
import { declaredTeams, TeamSecretsSpace } from "../../resources";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";

const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
const settings = Object.entries(place).map(([key, value]) => [`pulumi-okta-opa:${key}`, value] as const);

describe("the configuration of a stack of many spaces", () => {
    let simulation: Simulation;
    beforeEach(async () => {
        simulation = await Simulation.start();
    });
    afterEach(() => simulation.close());

    const configOf = (teams: number, more: Readonly<Record<string, string>> = {}) => ({
        ...Object.fromEntries(settings),
        ...more,
        "scratch:teams": JSON.stringify(
            Array.from({ length: teams }, (_, index) => ({ name: `team${index}`, members: ["ana@example.com"] })),
        ),
    });

    async function program() {
        for (const { name, ...space } of await declaredTeams()) new TeamSecretsSpace(name, space);
    }

    /** How often a preview of so many teams asks for something in it. */
    async function reads(teams: number): Promise<number> {
        const read = sinon.spy(Config.prototype, "get");
        try {
            const { errors } = await new Stack(simulation, "scratch", "dev", configOf(teams)).preview(program);
            assert.deepEqual(errors, []);
            return read.callCount;
        } finally {
            read.restore();
        }
    }

    // The SDK parses all of it, with every team, for each.
    it("is read as often for nine spaces as for three", async () => {
        const three = await reads(3);

        assert.equal(await reads(9), three);
        assert.ok(three > 0);
    });

    it("is that of each run, in a process that does several", async () => {
        const preview = async (more: Readonly<Record<string, string>>) =>
            new Stack(simulation, "scratch", "dev", configOf(1, more)).preview(program);

        const [first, second] = [await preview({ "pulumi-okta-opa:project": "no-such-project" }), await preview({})];

        assert.match(first.errors.join("\n"), /no-such-project/);
        assert.deepEqual(second.errors, []);
    });
});
