import assert from "node:assert/strict";
import { TeamSecretsSpace } from "../../resources";
import type { TenantSettings } from "../../tenant";
import { makeApp, makeGroup } from "../../tenant/store/make-okta";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { type Resource, State } from "../support/stack/state";
import { place } from "../sweeps/support/teams";

const name = "WD-Payments";

/** Spaces by their names, each of one group that Okta has. */
const spaces = (groups: Readonly<Record<string, string>>) => () => {
    for (const [space, group] of Object.entries(groups)) new TeamSecretsSpace(space, { ...place, group });
};

/** The configuration of a stack that has written down which group is meant by the name. */
const listing = (id: string) => ({ "pulumi-okta-opa:groups": JSON.stringify({ [name]: { id } }) });

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

    /** As somebody who keeps the groups does it. */
    async function renamed(id: string, to: string): Promise<void> {
        const { okta } = administratorOf(simulation.tenant);
        await simulation.inProcess(undefined, () => okta("PUT", `/api/v1/groups/${id}`, { profile: { name: to } }));
        simulation.tenant.clock.flush();
    }

    /** Who of the policies that are there names the living group that was pushed first. */
    function users(): readonly string[] {
        const { opaGroups, policies } = simulation.tenant.store;
        const [push] = pushes();
        const pushed = [...opaGroups.values()].find(
            (one) =>
                one.pushedAs !== undefined && one.pushedAs === push?.targetGroupId && one.deletedAtMs === undefined,
        );
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

    const renames: readonly Partial<TenantSettings>[] = [
        { sourceRename: "renames-target" },
        { sourceRename: "deactivates-mapping" },
    ];
    for (const settings of renames) {
        const setting = Object.values(settings).join(", ");
        it(`is one push for stacks that have its former name and its new one, by name or by id: ${setting}`, async () => {
            simulation.reset(settings);
            const id = group();
            const stack = new Stack(simulation);
            const other = new Stack(simulation, "other", "side");
            const listed = new Stack(simulation, "listed", "side", listing(id));
            assert.deepEqual((await stack.up(spaces({ cards: name }))).errors, []);
            await renamed(id, "WD-Cards");

            assert.deepEqual((await other.up(spaces({ elsewhere: "WD-Cards" }))).errors, []);
            assert.deepEqual((await listed.up(spaces({ third: name }))).errors, []);
            assert.deepEqual((await stack.up(spaces({ cards: name }), { isRefreshed: true })).errors, []);

            const all = ["team-cards secrets", "team-elsewhere secrets", "team-third secrets"];
            assert.deepEqual([pushes().length, users()], [1, all]);
            for (const [one, declared] of [
                [stack, { cards: name }],
                [other, { elsewhere: "WD-Cards" }],
                [listed, { third: name }],
            ] as const) {
                assert.deepEqual((await one.up(spaces(declared), { isRefreshed: true })).done, []);
            }
            assert.deepEqual((await stack.destroy()).errors, []);
            assert.deepEqual([pushes().length, users()], [1, all.slice(1)]);
        });
    }

    it("does not take another one's place under the same name: the error tells, and what it says works", async () => {
        const [id, next] = [group(), group()];
        const configured = (names: object, kept: readonly Resource[] = []) =>
            new Stack(
                ...([simulation, "scratch", "dev"] as const),
                { "pulumi-okta-opa:groups": JSON.stringify(names) },
                new State(kept),
            );
        const first = configured({ [name]: { id } });
        assert.deepEqual((await first.up(spaces({ cards: name }))).errors, []);

        const second = configured({ [name]: { id: next } }, first.state.resources);
        const told = (await second.up(spaces({ cards: name }))).errors.join("\n");
        assert.match(told, /not replaced, and pushes on as before\. .* policy "team-cards secrets" names the group/);
        assert.deepEqual([pushes().map(({ sourceGroupId }) => sourceGroupId), users()], [[id], ["team-cards secrets"]]);
        await renamed(next, "WD-Others");
        const third = configured({ "WD-Others": { id: next } }, second.state.resources);
        assert.deepEqual((await third.up(spaces({ cards: "WD-Others" }))).errors, []);

        assert.deepEqual(
            [pushes().map(({ sourceGroupId }) => sourceGroupId), users()],
            [[next], ["team-cards secrets"]],
        );
    });

    it("that OPA has made anew for its new name is found by that, as the error says", async () => {
        simulation.reset({ sourceRename: "renames-target", pushedGroupRename: "new-group" });
        const id = group();
        const stack = new Stack(simulation);
        await stack.up(spaces({ cards: name }));
        await renamed(id, "WD-Cards");

        const told = await stack.up(spaces({ cards: name }), { isRefreshed: true });
        assert.match(
            told.errors.join("\n"),
            /OPA has no group named "WD-Payments" .*declare the name exactly as it is/,
        );
        assert.deepEqual((await stack.up(spaces({ cards: "WD-Cards" }))).errors, []);

        assert.deepEqual([pushes().length, users()], [1, ["team-cards secrets"]]);
        assert.deepEqual((await stack.up(spaces({ cards: "WD-Cards" }), { isRefreshed: true })).done, []);
    });

    it("is pushed beside another one that takes its place in one stack, for those of the other stack", async () => {
        const id = group();
        const { id: next } = makeGroup(simulation.tenant.store, 0, { name: "WD-Next" });
        simulation.tenant.seedMany({});
        const stack = new Stack(simulation, "scratch", "dev", listing(id));
        const other = new Stack(simulation, "other", "side");
        assert.deepEqual((await stack.up(spaces({ cards: name }))).errors, []);
        assert.deepEqual((await other.up(spaces({ elsewhere: name }))).errors, []);

        const relisted = new Stack(simulation, "scratch", "dev", listing(next), new State(stack.state.resources));
        assert.deepEqual((await relisted.up(spaces({ cards: name }))).errors, []);

        assert.deepEqual(users(), ["team-elsewhere secrets"]);
        assert.equal(pushes().length, 2);
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
