import assert from "node:assert/strict";
import { declaredTeams, TeamSecretsSpace } from "../../resources";
import type { DeclaredTeam } from "../../resources/team-secrets-space/declared/declared-team";
import { spaceShape } from "../../resources/team-secrets-space/declared/space-schema";
import { stackSettings } from "../../resources/team-secrets-space/declared/stack-settings";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";

const config = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
    "scratch:teams": JSON.stringify([
        { name: "payments", members: ["ana@example.com"] },
        { name: "cards", members: ["ben@example.com"] },
    ]),
};

/** Counts how often a property is validated while something is done. */
async function validations(done: () => Promise<void>): Promise<number> {
    const { _zod } = spaceShape.members;
    const { run } = _zod;
    let count = 0;
    _zod.run = (...given) => {
        count += 1;
        return run(...given);
    };
    try {
        await done();
    } finally {
        _zod.run = run;
    }
    return count;
}

describe("a team that was checked", () => {
    let simulation: Simulation;
    beforeEach(async () => {
        simulation = await Simulation.start();
    });
    afterEach(() => simulation.close());

    /** What a preview says of spaces that a program makes of the declared teams. */
    async function previewed(asArgs: (team: DeclaredTeam) => DeclaredTeam): Promise<string> {
        const program = async () => {
            for (const { name, ...space } of (await declaredTeams()).map(asArgs)) new TeamSecretsSpace(name, space);
        };
        const { errors } = await new Stack(simulation, "scratch", "dev", config).preview(program);
        return errors.join("\n");
    }

    it("is not checked again as a space", async () => {
        const count = await validations(async () => assert.equal(await previewed((team) => team), ""));

        assert.equal(count, 2, "once for each team");
    });

    it("is checked again where the program declares the space otherwise", async () => {
        const errors = await previewed((team) =>
            team.name === "cards" && team.members ? { ...team, members: [...team.members, "zoe@example.com"] } : team,
        );

        assert.match(errors, /TeamSecretsSpace "cards" cannot be created, so nothing of it was:/);
        assert.match(errors, /members\[1\]: .*zoe@example\.com/);
        assert.doesNotMatch(errors, /payments/);
    });

    it("is checked again where the program changes a list of it", async () => {
        const errors = await previewed((team) => {
            if (team.name === "cards") team.members?.push("zoe@example.com");
            return team;
        });

        assert.match(errors, /members\[1\]: .*zoe@example\.com/);
    });

    it("is checked again under another name", async () => {
        const errors = await previewed((team) => (team.name === "cards" ? { ...team, name: "two words" } : team));

        assert.match(errors, /TeamSecretsSpace "two words" cannot be created/);
    });
});

describe("the settings of a stack", () => {
    const written = (conditions: string) => ({
        get: (key: string) => (key === "pulumi-okta-opa:conditions" ? conditions : undefined),
    });

    it("are read once, however many spaces ask", () => {
        assert.equal(stackSettings(written('{"mfa":"any"}')), stackSettings(written('{"mfa":"any"}')));
    });

    it("are read anew where they say something else", () => {
        stackSettings(written('{"mfa":"any"}'));

        assert.deepEqual(stackSettings(written('{"mfa":"phishing-resistant"}')).settings.conditions, {
            mfa: "phishing-resistant",
        });
    });
});
