import assert from "node:assert/strict";
import { TeamSecretsSpace, type TeamSecretsSpaceArgs } from "../../resources";
import { makeGroup } from "../../tenant/store/make-okta";
import { byHandOn } from "../opa/support/by-hand";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place } from "../sweeps/support/teams";

const members = ["ana@example.com"];
const payments = (args: TeamSecretsSpaceArgs) => () => {
    new TeamSecretsSpace("payments", args);
};

/** What a space becomes when its declaration changes as its README tells. */
describe("a space that is declared otherwise", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    let stack: Stack;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(async () => {
        await simulation.reset();
        makeGroup(simulation.tenant.store, 0, { name: "WD-Payments" });
        simulation.tenant.seedMany({});
        stack = new Stack(simulation);
    });
    after(() => simulation.close());

    async function becomes(args: TeamSecretsSpaceArgs): Promise<void> {
        assert.deepEqual((await stack.up(payments(args))).errors, []);
        simulation.tenant.clock.flush();
        assert.deepEqual((await stack.up(payments(args))).errors, []);
    }

    /** Who has the policy of the team, and what is pushed. */
    function there() {
        const { policies, opaGroups, mappings } = simulation.tenant.store;
        const policy = [...policies.values()].find(({ name }) => name === "team-payments secrets");
        const living = [...opaGroups.values()].filter(({ deletedAtMs }) => deletedAtMs === undefined);
        const names = policy?.userGroups.map(({ id }) => living.find((one) => one.id === id)?.name);
        return { policy: names, pushes: [...mappings.values()].filter(({ status }) => status === "ACTIVE").length };
    }

    it("is a group's that Okta has instead of people's, and the other way round, with one push at the end", async () => {
        await becomes({ ...place, members });
        assert.deepEqual(there(), { policy: ["team-payments"], pushes: 1 });

        await becomes({ ...place, group: "WD-Payments" });
        assert.deepEqual(there(), { policy: ["WD-Payments"], pushes: 1 });

        await becomes({ ...place, members });
        assert.deepEqual(there(), { policy: ["team-payments"], pushes: 1 });
    });

    it("keeps a folder inside that holds a secret when that is no longer declared, and says so", async () => {
        await becomes({ ...place, members, folders: ["dev", "prod/eu"] });
        await byHandOn(simulation.tenant).secret("teams/payments/prod/eu/key");

        const { errors } = await stack.up(payments({ ...place, members, folders: ["dev"] }));

        assert.match(errors.join("\n"), /"teams\/payments\/prod\/eu" .* was not deleted, because it contains 1 secret/);
        const paths = [...simulation.tenant.store.folders.values()].map((one) => simulation.tenant.store.pathOf(one));
        assert.ok(paths.includes("teams/payments/prod/eu"));
    });

    it("takes a level away with its group and its policy, and nothing of the team's", async () => {
        const owners = { members: ["ben@example.com"], privileges: "manage" as const, folder: "/dev/" };
        await becomes({ ...place, members, folders: ["dev"], access: { owners } });
        assert.equal(there().pushes, 2);

        await becomes({ ...place, members, folders: ["dev"] });

        assert.deepEqual(there(), { policy: ["team-payments"], pushes: 1 });
        const names = [...simulation.tenant.store.policies.values()].map(({ name }) => name);
        assert.ok(!names.includes("team-payments-owners secrets"), names.join());
    });
});
