import assert from "node:assert/strict";
import { declaredTeams, TeamSecretsSpace } from "../../resources";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";

const config = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
    "scratch:teams": JSON.stringify([{ name: "payments", members: ["ana@example.com"] }]),
};

const program = async () => {
    for (const { name, ...space } of await declaredTeams()) new TeamSecretsSpace(name, space);
};

describe("a team whose Okta group and policy a hand has deleted", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    it("is made again, with the very group in OPA that it had: its name is no other's", async () => {
        const stack = new Stack(simulation, "scratch", "dev", config);
        assert.deepEqual((await stack.up(program)).errors, []);
        const { tenant } = simulation;
        const { store } = tenant;
        tenant.clock.flush();
        const [pushed] = [...store.mappings.values()];
        const policy = [...store.policies.values()].find(({ name }) => name === "team-payments secrets");
        const administrator = administratorOf(tenant);
        await administrator.opa("DELETE", `/security_policy/${policy?.id}`);
        await administrator.okta("DELETE", `/api/v1/groups/${pushed?.sourceGroupId}`);

        // A later run, which remembers nothing of what the first one saw.
        tenant.clock.advance(120_000);
        await stack.refresh();
        const { errors } = await stack.up(program);
        tenant.clock.flush();

        assert.deepEqual(errors, []);
        const [mapping, ...more] = [...store.mappings.values()];
        assert.deepEqual([mapping?.targetGroupId, more], [pushed?.targetGroupId, []]);
        const verdict = tenant.verdict({
            person: "ana@example.com",
            path: "teams/payments",
            privilege: "secret_reveal",
        });
        assert.equal(verdict.answer, "allowed");
        assert.deepEqual((await stack.preview(program)).done, []);
    });
});
