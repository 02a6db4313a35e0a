import assert from "node:assert/strict";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place, spacesOf, type Teams } from "../sweeps/support/teams";

/** Without the engine: `test/engine/taken-name.test.ts` and `test/engine/existing-group.test.ts` show the same with it. */
describe("the name of a group that Okta has already", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(() => simulation.reset());
    after(() => simulation.close());

    const payments: Teams = { payments: { ...place, members: ["ana@example.com"] } };
    const named = (groupName: string): Teams => ({ cards: { ...place, members: ["ana@example.com"], groupName } });
    const refusal = async (stack: Stack, teams: Teams) => (await stack.preview(spacesOf(teams))).errors.join("\n");

    const groupWith = async (profile: object) =>
        ((await administratorOf(simulation.tenant).okta("POST", "/api/v1/groups", { profile })) as { id: string }).id;

    it("is told of with the stack whose policy is named after it, and is not to be imported while that has it", async () => {
        assert.deepEqual((await new Stack(simulation).up(spacesOf(payments))).errors, []);
        const elsewhere = new Stack(simulation, "scratch", "side");

        assert.match(
            await refusal(elsewhere, named("team-payments")),
            /"team-payments" \(00g\w+\), and its policy is that of resource "payments-policy" of stack scratch\/dev\. Choose another groupName\. Or, if that stack does not have it any more: Declare that it is there already/,
        );
    });

    it("is told of as this stack's own, to be had by an alias, and not to be imported", async () => {
        simulation.tenant.settings.searchLagMs = 0;
        const stack = new Stack(simulation);
        await stack.up(spacesOf(payments));

        const told = await refusal(stack, named("team-payments"));
        assert.match(
            told,
            /"payments-policy" of this stack\. If the program has space "payments" no more, .* aliases: \[\{ name: "payments" \}\], with groupName/,
        );
        assert.doesNotMatch(told, /existing:/);
    });

    it("is told of with the space that leaves it in the same run, and is not to be imported", async () => {
        const stack = new Stack(simulation);
        await stack.up(spacesOf(payments));
        const leaving = { payments: { ...place, members: ["ana@example.com"], groupName: "team-pay" } };

        const told = await refusal(stack, { ...leaving, ...named("team-payments") });

        assert.match(told, /which TeamSecretsSpace "payments" has until this run gives it "team-pay"/);
        assert.doesNotMatch(told, /existing:/);
    });

    it("is to be taken over once state is lost, under the description that the group has", async () => {
        simulation.tenant.settings.searchLagMs = 0;
        await new Stack(simulation).up(spacesOf(payments));

        const told = await refusal(new Stack(simulation), payments);

        assert.match(
            told,
            /"team-payments" \(00g\w+\), which this space made before: .*existing: \{ group: \{ id: "00g\w+" \} \}/,
        );
    });

    const descriptions: readonly [profile: object, says: RegExp][] = [
        [{ name: "auditors" }, /existing: \{ group: \{ id: "00g\w+", description: "" \} \}/],
        [{ name: "auditors", description: "Who looks" }, /\{ id: "00g\w+", description: "Who looks" \}/],
        [{ name: "auditors", description: "Secrets of team cards" }, /existing: \{ group: \{ id: "00g\w+" \} \}, and/],
    ];
    for (const [profile, says] of descriptions) {
        it(`is told of with what taking ${JSON.stringify(profile)} over takes`, async () => {
            const id = await groupWith(profile);
            simulation.tenant.clock.advance(60_000);

            const told = await refusal(new Stack(simulation), named("auditors"));

            assert.ok(told.includes(`"auditors" (${id}). Choose another groupName. Or, if nobody else manages`), told);
            assert.match(told, says);
        });
    }

    it("is no obstacle when only its case differs, when it is gone though Okta's search still knows it, and for the space that has it", async () => {
        const { tenant } = simulation;
        await groupWith({ name: "Auditors" });
        const gone = await groupWith({ name: "movers" });
        tenant.clock.advance(60_000);
        await administratorOf(tenant).okta("DELETE", `/api/v1/groups/${gone}`);
        const stack = new Stack(simulation);

        assert.equal(await refusal(stack, named("auditors")), "");
        tenant.clearRequests();
        assert.equal(await refusal(stack, named("movers")), "");
        assert.ok(tenant.requests.some(({ path }) => path === `/api/v1/groups/${gone}`));
        await stack.up(spacesOf(payments));
        assert.equal(await refusal(stack, payments), "");
    });

    it("is told of as well where a policy has the name that the space's is to get, before anybody loses access", async () => {
        const { store } = simulation.tenant;
        const stack = new Stack(simulation);
        const owners = { members: ["ben@example.com"], privileges: "manage" as const };
        const team = (groupName: string): Teams => ({
            payments: { ...place, members: ["ana@example.com"], access: { owners }, groupName },
        });
        await stack.up(spacesOf(team("team-payments")));
        const [own] = [...store.policies.values()].filter(({ name }) => name === "team-payments secrets");
        assert.ok(own);
        for (const [name, next] of [
            ["team-pay secrets", "team-pay"],
            ["team-wages-owners secrets", "team-wages"],
        ] as const) {
            const [id, seq] = [store.ids.opa(), store.ids.next()];
            store.policies.set(id, { ...structuredClone(own), id, seq, name, description: "By hand" });

            const told = await refusal(stack, team(next));

            assert.ok(told.includes(`OPA already has a security policy "${name}" (${id}): the name that`), told);
            simulation.tenant.clearRequests();
            assert.notDeepEqual((await stack.up(spacesOf(team(next)))).errors, []);
            assert.deepEqual(
                simulation.tenant.requests.filter((one) => one.writes && !one.path.endsWith("/service_token")),
                [],
            );
            // As it is told.
            store.policies.delete(id);
            assert.equal(await refusal(stack, team(next)), "");
        }
        assert.deepEqual((await stack.up(spacesOf(team("team-wages")))).errors, []);
        assert.equal(await refusal(stack, team("team-wages")), "");
    });

    it("is told of where another stack's policy has the name, unless the new space adopts that", async () => {
        const { store } = simulation.tenant;
        await new Stack(simulation, "scratch", "side").up(spacesOf(payments));
        for (const group of [...store.groups.values(), ...store.opaGroups.values()])
            if (group.name === "team-payments") group.name = "renamed";
        simulation.tenant.clock.advance(60_000);
        const mine = (onExisting?: "adopt"): Teams => ({
            mine: {
                ...place,
                members: ["ana@example.com"],
                groupName: "team-payments",
                ...(onExisting && { onExisting }),
            },
        });

        assert.match(
            await refusal(new Stack(simulation), mine()),
            /OPA already has a security policy "team-payments secrets" .*"payments-policy" of stack scratch\/side/,
        );
        assert.equal(await refusal(new Stack(simulation), mine("adopt")), "");
    });

    it("is Okta's to refuse where it cannot be looked for", async () => {
        await groupWith({ name: "team-payments" });
        simulation.tenant.clock.advance(60_000);
        simulation.tenant.fail({ method: "GET", path: /^\/api\/v1\/groups\/00g/, status: 403, times: 20 });

        assert.equal(await refusal(new Stack(simulation), payments), "");
    });
});
