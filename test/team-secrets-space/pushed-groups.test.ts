import assert from "node:assert/strict";
import { TeamSecretsSpace } from "../../resources";
import { makeApp, makeGroup } from "../../tenant/store/make-okta";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place } from "../sweeps/support/teams";

const name = "WD-Payments";

/** Spaces by their names, each of one group that Okta has. */
const spaces = (groups: Readonly<Record<string, string>>) => () => {
    for (const [space, group] of Object.entries(groups)) new TeamSecretsSpace(space, { ...place, group });
};

/** Without the engine: `test/engine/levels.test.ts` has it too. */
describe("a group that many spaces use", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(() => simulation.reset());
    after(() => simulation.close());

    function group(): string {
        const { id } = makeGroup(simulation.tenant.store, 0, { name });
        // Okta's search knows it.
        simulation.tenant.seedMany({});
        return id;
    }

    const pushes = () => [...simulation.tenant.store.mappings.values()].filter(({ status }) => status === "ACTIVE");

    /** Who of the policies that are there names the living group. */
    function users(): readonly string[] {
        const { opaGroups, policies } = simulation.tenant.store;
        const pushed = [...opaGroups.values()].find((one) => one.name === name && one.deletedAtMs === undefined);
        const naming = [...policies.values()].filter(({ userGroups }) =>
            userGroups.some(({ id }) => id === pushed?.id),
        );
        return naming.map((policy) => policy.name).sort();
    }

    it("stays in its app, and plans nothing, while another app is active beside it or instead of it", async () => {
        group();
        const { store, clock, opaAppId } = simulation.tenant;
        const stack = new Stack(simulation);
        assert.deepEqual((await stack.up(spaces({ red: name }))).errors, []);
        const own = store.apps.get(opaAppId);
        assert.ok(own);
        makeApp(store, clock.nowMs(), { name: own.name, label: "Second" });

        for (const status of ["ACTIVE", "INACTIVE"] as const) {
            store.apps.set(opaAppId, { ...own, status });
            assert.deepEqual((await stack.preview(spaces({ red: name }))).done, [], status);
            const { errors, done } = await stack.up(spaces({ red: name }));
            assert.deepEqual([errors, done], [[], []], status);
            assert.deepEqual(
                pushes().map(({ appId }) => appId),
                [opaAppId],
            );
        }
    });

    it("is at rest again once the stack's list of groups has it no more", async () => {
        const id = group();
        const listed = { "pulumi-okta-opa:groups": JSON.stringify({ [name]: { id, maxMembers: 60 } }) };
        const before = new Stack(simulation, "scratch", "dev", listed);
        assert.deepEqual((await before.up(spaces({ red: name }))).errors, []);

        const after = new Stack(simulation, "scratch", "dev", {}, before.state);
        assert.deepEqual((await after.up(spaces({ red: name }))).errors, []);

        assert.deepEqual((await after.preview(spaces({ red: name }))).done, []);
    });

    it("is pushed once, and for those that are left when one space goes, or a whole stack", async () => {
        group();
        const [stack, other] = [new Stack(simulation), new Stack(simulation, "other", "side")];
        const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`team${index}`, name]));
        const { team0: _gone, ...left } = many;

        assert.deepEqual((await stack.up(spaces(many))).errors, []);
        assert.deepEqual((await other.up(spaces({ elsewhere: name }))).errors, []);
        assert.deepEqual([pushes().length, users().length], [1, 31]);

        assert.deepEqual((await stack.up(spaces(left))).errors, []);
        assert.deepEqual([pushes().length, users().length], [1, 30]);

        assert.deepEqual((await stack.destroy()).errors, []);
        assert.deepEqual([pushes().length, users()], [1, ["team-elsewhere secrets"]]);
    });

    it("goes from OPA with the last space of the only stack that uses it, and stays in Okta", async () => {
        const id = group();
        const stack = new Stack(simulation);
        await stack.up(spaces({ cards: name, search: name }));

        assert.deepEqual((await stack.destroy()).errors, []);

        assert.deepEqual([pushes(), users()], [[], []]);
        assert.ok(simulation.tenant.store.groups.has(id));
    });

    it("is refused to the second space that writes it otherwise", async () => {
        const id = group();

        const { errors } = await new Stack(simulation).up(spaces({ cards: name, search: id }));

        assert.match(errors.join("\n"), /The same object is declared twice: .* the push of group/);
        assert.equal(pushes().length, 1);
    });
});
