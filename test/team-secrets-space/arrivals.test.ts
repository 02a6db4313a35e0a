import assert from "node:assert/strict";
import { TeamSecretsSpace, type TeamSecretsSpaceArgs } from "../../resources";
import { makeGroup, makeUser } from "../../tenant/store/make-okta";
import { makeOpaUser } from "../../tenant/store/make-opa";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place } from "../sweeps/support/teams";

const [ana, ben, chloe] = ["ana@example.com", "ben@example.com", "chloe@example.com"];
const payments = { ...place, members: [ana], access: { oncall: { group: "OnCall", privileges: "reveal" as const } } };
const mobile = { ...place, members: [chloe] };

const opaMembers = /^\/v1\/teams\/\w+\/groups\/([^/]+)\/users$/;

describe("who has arrived in OPA after a run", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    let stack: Stack;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(async () => {
        await simulation.reset();
        const { store } = simulation.tenant;
        const { id } = makeGroup(store, 0, { name: "OnCall" });
        store.membersOf(id).add(store.userWithLogin(ben)?.id ?? assert.fail());
        // Okta's search knows the group by now.
        simulation.tenant.seedMany({});
        stack = new Stack(simulation);
    });
    after(() => simulation.close());

    async function up(spaces: Readonly<Record<string, TeamSecretsSpaceArgs>>) {
        simulation.tenant.clearRequests();
        const { errors, said } = await stack.up(() => {
            for (const [name, args] of Object.entries(spaces)) new TeamSecretsSpace(name, args);
        });
        assert.deepEqual(errors, []);
        return said.join("\n");
    }

    /** The groups whose members OPA was asked for, each as often as it was. */
    const looked = () => simulation.tenant.requests.flatMap(({ path }) => opaMembers.exec(path)?.slice(1) ?? []).sort();

    it("is looked at for each push that is new, by one call", async () => {
        const told = await up({ payments, mobile });

        assert.deepEqual(looked(), ["OnCall", "team-mobile", "team-payments"]);
        assert.equal(told, "");
    });

    it("is not looked at where nothing has changed", async () => {
        await up({ payments, mobile });

        await up({ payments, mobile });

        assert.deepEqual(looked(), []);
    });

    it("is looked at for the team whose members have changed, and for no other", async () => {
        await up({ payments, mobile });

        const told = await up({ payments: { ...payments, members: [ana, ben] }, mobile });

        assert.deepEqual(looked(), ["team-payments"]);
        assert.equal(told, "");
    });

    it("is told where somebody is missing, and somebody else is there", async () => {
        await up({ payments, mobile });
        const { store } = simulation.tenant;
        store.opaGroupNamed("team-mobile")?.members.add(makeOpaUser(store, "emma@example.com", "human").name);
        simulation.tenant.failPush({ outcome: "never", group: "team-mobile" });

        const told = await up({ payments, mobile: { ...mobile, members: [chloe, ana] } });

        assert.match(
            told,
            /Group "team-mobile" has other people in OPA than in Okta, 30 s after the change\. Missing in OPA: ana@example\.com\. Extra in OPA: emma@example\.com\./,
        );
        assert.ok(looked().length <= 8, looked().join());
    });

    it("is no reason to fail where it may not be seen, which is said once", async () => {
        simulation.tenant.fail({ method: "GET", path: opaMembers, status: 403, times: 100 });

        const told = await up({ payments, mobile });

        assert.equal(told.match(/Whether people have arrived in OPA was not checked: /g)?.length, 1);
    });

    it("is not compared for a group of more than 1,000 people, which is said", async () => {
        const { store } = simulation.tenant;
        const group = [...store.groups.values()].find(({ name }) => name === "OnCall") ?? assert.fail();
        for (let number = 0; number < 1000; number += 1) {
            const person = { login: `user-${number}@example.com`, firstName: "A", lastName: "Person" };
            store.membersOf(group.id).add(makeUser(store, 0, person).id);
        }

        const told = await up({ payments });

        assert.deepEqual(looked(), ["team-payments"]);
        assert.match(told, /has more than 1000 people in Okta, so it was not compared/);
    });
});
