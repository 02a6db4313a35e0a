import assert from "node:assert/strict";
import { TeamSecretsSpace, type TeamSecretsSpaceArgs } from "../../resources";
import type { SecretPrivilege } from "../../tenant";
import { makeGroup } from "../../tenant/store/make-okta";
import { byHandOn } from "../opa/support/by-hand";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place } from "../sweeps/support/teams";

const spaces = (teams: Readonly<Record<string, TeamSecretsSpaceArgs>>) => () => {
    for (const [name, args] of Object.entries(teams)) new TeamSecretsSpace(name, args);
};

/** What `docs/recipes.md` tells, where no other test plays it. The tenant's verdict says who may do what. */
describe("what happens to teams", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    let stack: Stack;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(() => {
        simulation.reset();
        stack = new Stack(simulation);
    });
    after(() => simulation.close());

    async function up(teams: Readonly<Record<string, TeamSecretsSpaceArgs>>): Promise<void> {
        assert.deepEqual((await stack.up(spaces(teams))).errors, []);
        simulation.tenant.clock.flush();
    }

    const may = (who: string, path: string, privilege: SecretPrivilege = "secret_reveal") =>
        simulation.tenant.verdict({ person: `${who}@example.com`, path: `teams/${path}`, privilege }).answer;

    function group(name: string, ...people: readonly string[]): string {
        const { store } = simulation.tenant;
        const { id } = makeGroup(store, 0, { name });
        for (const one of people) store.membersOf(id).add(idOf(one));
        // Okta's search knows it.
        simulation.tenant.seedMany({});
        return id;
    }

    const idOf = (who: string) => simulation.tenant.store.userWithLogin(`${who}@example.com`)?.id ?? assert.fail(who);

    async function inOkta(method: "PUT" | "POST", path: string): Promise<void> {
        const { okta } = administratorOf(simulation.tenant);
        await simulation.inProcess(undefined, () => okta(method, path));
        simulation.tenant.clock.flush();
    }

    it("who joins or leaves the group that Okta has gets the access or loses it, without a run and without drift", async () => {
        const id = group("WD-Payments", "chloe");
        const teams = { payments: { ...place, group: "WD-Payments" } };
        await up(teams);
        assert.deepEqual([may("chloe", "payments"), may("dario", "payments")], ["allowed", "refused"]);

        await inOkta("PUT", `/api/v1/groups/${id}/users/${idOf("dario")}`);
        await inOkta("POST", `/api/v1/users/${idOf("chloe")}/lifecycle/deactivate`);

        assert.deepEqual([may("chloe", "payments"), may("dario", "payments")], ["refused", "allowed"]);
        assert.deepEqual((await stack.up(spaces(teams), { isRefreshed: true })).done, []);
    });

    it("a team that splits moves its secrets while both sides see both folders, and the old one goes when it is empty", async () => {
        const payments = { ...place, members: ["chloe@example.com", "dario@example.com"] };
        await up({ payments });
        await byHandOn(simulation.tenant).secret("teams/payments/key");
        const cards = {
            ...{ ...place, members: ["emma@example.com"] },
            access: {
                former: { members: ["chloe@example.com", "dario@example.com"], privileges: "contribute" as const },
            },
        };

        await up({ payments, cards });
        assert.deepEqual([may("chloe", "payments"), may("chloe", "cards", "secret_create")], ["allowed", "allowed"]);
        const early = await stack.up(spaces({ cards }));
        assert.match(early.errors.join("\n"), /"teams\/payments" .* was not deleted, because it contains 1 secret/);
        const { folders, secrets } = simulation.tenant.store;
        const to = [...folders.values()].find(({ name }) => name === "cards") ?? assert.fail("no folder");
        const secret = [...secrets.values()].find(({ name }) => name === "key") ?? assert.fail("no secret");
        secrets.set(secret.id, { ...secret, parentId: to.id });
        const { access: _former, ...settled } = cards;
        await up({ cards: settled });

        assert.deepEqual([may("emma", "cards"), may("chloe", "cards")], ["allowed", "refused"]);
        assert.deepEqual([...folders.values()].map(({ name }) => name).sort(), ["cards", "teams"]);
    });

    it("who takes over from somebody is written in that place, in one run, and nobody else's access is touched", async () => {
        const team = (lead: string) => ({
            payments: {
                ...{ ...place, members: ["ana@example.com", "emma@example.com"] },
                access: { owners: { members: [`${lead}@example.com`], privileges: "manage" as const } },
            },
        });
        await up(team("chloe"));
        assert.deepEqual(
            [may("chloe", "payments", "secret_delete"), may("dario", "payments", "secret_delete")],
            ["allowed", "refused"],
        );

        const { done } = await stack.up(spaces(team("dario")));
        simulation.tenant.clock.flush();

        assert.deepEqual(
            done.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`),
            ["update payments-members/owners"],
        );
        assert.deepEqual(
            [may("chloe", "payments", "secret_delete"), may("dario", "payments", "secret_delete")],
            ["refused", "allowed"],
        );
    });
});
