import assert from "node:assert/strict";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place, spacesOf, type TeamOfPeople, type Teams } from "../sweeps/support/teams";

/** Pulumi makes what is new before it deletes what is no longer declared: until then, names are taken. */
describe("a new team that takes a name of one that the same run removes", function () {
    this.timeout(300_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    const payments: Teams = { payments: { ...place, members: ["ana@example.com"], privileges: ["reveal"] } };
    const cards = (names: Partial<TeamOfPeople>): Teams => ({
        cards: { ...place, members: ["ben@example.com"], ...names },
    });

    async function begun(): Promise<Stack> {
        simulation.reset();
        const stack = new Stack(simulation);
        assert.deepEqual((await stack.up(spacesOf(payments))).errors, []);
        simulation.tenant.clock.flush();
        return stack;
    }

    function putSecret(): void {
        const { store } = simulation.tenant;
        const folder = [...store.folders.values()].find(({ name }) => name === "payments");
        assert.ok(folder);
        const [id, seq] = [store.ids.opa(), store.ids.next()];
        store.secrets.set(id, { ...folder, id, seq, name: "key", parentId: folder.id });
    }

    /** The people whom a policy lets reveal what is in the removed team's folder, with or without MFA. */
    const mayReveal = () =>
        simulation.tenant
            .verdicts()
            .filter(({ answer, privilege }) => answer !== "refused" && privilege === "secret_reveal")
            .filter(({ path }) => path === "teams/payments/key")
            .map(({ subject }) => subject);

    /** What was asked for in writing since the last call of this. */
    function writes(): readonly string[] {
        const { tenant } = simulation;
        const asked = tenant.requests.filter(({ writes }) => writes).map(({ method, path }) => `${method} ${path}`);
        tenant.clearRequests();
        return asked.filter((one) => !one.endsWith("/service_token"));
    }

    const taken: readonly [which: string, names: Partial<TeamOfPeople>, says: RegExp][] = [
        [
            "its group's",
            { groupName: "team-payments" },
            /If the program has space "payments" no more, .*let it do so in a `pulumi up` without this space, and declare this one after/,
        ],
        [
            "its folder's",
            { folderName: "payments" },
            /"teams\/payments" already exists .*contains 1 secret.*If the program has that one no more, leave out what needs its name for one `pulumi up`/,
        ],
        [
            "both",
            { groupName: "team-payments", folderName: "payments" },
            /If the program has (space "payments"|that one) no more, /,
        ],
    ];
    for (const [which, names, says] of taken) {
        it(`is refused in the preview, and never told to take what is there (${which})`, async () => {
            const stack = await begun();
            putSecret();
            assert.deepEqual(mayReveal(), ["ana@example.com"]);
            writes();

            const told = (await stack.preview(spacesOf(cards(names)))).errors.join("\n");

            assert.match(told, says);
            assert.doesNotMatch(told, /import|adopt/i);
            assert.match(told, /for the same people|inside a component give the component its old name so\. Else/);
            assert.deepEqual(writes(), []);
        });

        it(`has it after the way on that is told, and nobody is let in to what was there (${which})`, async () => {
            const stack = await begun();
            const old = [...simulation.tenant.store.folders.values()].find(({ name }) => name === "payments")?.id;

            assert.deepEqual((await stack.up(spacesOf({}))).errors, []);
            assert.deepEqual((await stack.up(spacesOf(cards(names)))).errors, []);

            const { store } = simulation.tenant;
            assert.ok(old !== undefined && !store.folders.has(old));
            const { groupName = "team-cards" } = names;
            const group = [...store.groups.values()].find((one) => one.name === groupName && one.type === "OKTA_GROUP");
            const logins = [...store.membersOf(group?.id ?? "")].map((id) => store.users.get(id)?.login);
            assert.deepEqual(logins, ["ben@example.com"]);
        });
    }

    it("lets nobody in to the removed team's secrets, though the preview is passed over, wherever the run ends", async () => {
        for (const [, names] of taken) {
            const stack = await begun();
            putSecret();

            for (let run = 0; run < 3; run += 1) {
                assert.notDeepEqual((await stack.up(spacesOf(cards(names)))).errors, []);
                assert.ok(!mayReveal().includes("ben@example.com"));
            }
        }
    });

    it("is not refused a folder's name that a space gives up which the program still has", async () => {
        const stack = await begun();
        const declared: Teams = {
            payments: { ...place, members: ["ana@example.com"], folderName: "pay" },
            ...cards({ folderName: "payments" }),
        };

        assert.deepEqual((await stack.preview(spacesOf(declared))).errors, []);
        const first = (await stack.up(spacesOf(declared))).errors;
        if (first.length > 0) assert.deepEqual((await stack.up(spacesOf(declared))).errors, []);
    });

    it("is refused the name of a folder that is not of this stack at all, unless it adopts", async () => {
        simulation.reset();
        assert.deepEqual((await new Stack(simulation, "scratch", "side").up(spacesOf(payments))).errors, []);
        putSecret();
        const stack = new Stack(simulation);

        const told = (await stack.preview(spacesOf(cards({ folderName: "payments" })))).errors.join("\n");

        assert.match(
            told,
            /resource "payments-folder" of stack scratch\/side.*which are then open to whom policies here let in/,
        );
        const adopting = cards({ folderName: "payments", onExisting: "adopt" });
        assert.deepEqual((await stack.preview(spacesOf(adopting))).errors, []);
    });
});
