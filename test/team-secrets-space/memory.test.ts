import assert from "node:assert/strict";
import { TeamSecretsSpace, type TeamSecretsSpaceArgs } from "../../resources";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { State } from "../support/stack/state";
import { place } from "../sweeps/support/teams";

const [ana, ben, chloe] = ["ana@example.com", "ben@example.com", "chloe@example.com"];

const payments = (args: Partial<TeamSecretsSpaceArgs> & { members: string[] }) => () => {
    new TeamSecretsSpace("payments", { ...place, ...args });
};

/** What is remembered of a space between two runs, and what that is good for. */
describe("what was applied last", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    let stack: Stack;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(async () => {
        await simulation.reset();
        stack = new Stack(simulation);
    });
    after(() => simulation.close());

    const okta = (method: string, path: string, body?: object) =>
        administratorOf(simulation.tenant).okta(method, path, body);
    const idOf = (login: string) => simulation.tenant.store.userWithLogin(login)?.id ?? assert.fail(login);
    const remembered = () => stack.resource("payments")?.outputs["lastApplied"];

    async function up(args: Parameters<typeof payments>[0]): Promise<readonly string[]> {
        const { errors, said } = await stack.up(payments(args));
        assert.deepEqual(errors, []);
        simulation.tenant.clock.flush();
        return said;
    }

    const refused = async (args: Parameters<typeof payments>[0]) => (await stack.up(payments(args))).errors.join("\n");

    /** Okta deactivates at first. */
    async function deleted(login: string): Promise<void> {
        const path = `/api/v1/users/${idOf(login)}`;
        await okta("DELETE", path);
        await okta("DELETE", path);
    }

    async function hired(login: string): Promise<string> {
        const profile = { login, email: login, firstName: "One", lastName: "Person" };
        return ((await okta("POST", "/api/v1/users?activate=true", { profile })) as { id: string }).id;
    }

    const renamed = (login: string, to: string) =>
        okta("POST", `/api/v1/users/${idOf(login)}`, { profile: { login: to, email: to } });

    /** Who is in the group of the team, by login. */
    function inGroup() {
        const { store } = simulation.tenant;
        const group = [...store.groups.values()].find(
            ({ name, type }) => name === "team-payments" && type === "OKTA_GROUP",
        );
        return group && [...store.membersOf(group.id)].map((id) => store.users.get(id)?.login).sort();
    }

    describe("of a space", () => {
        it("is its declaration, and the ids of its people by their logins", async () => {
            const owners = { members: [ben], privileges: "manage" as const };
            await up({ members: [ana.toUpperCase()], access: { owners } });

            assert.deepEqual(remembered(), {
                version: 1,
                declared: { ...place, members: [ana.toUpperCase()], access: { owners } },
                namedAfter: "payments",
                people: { [ana]: idOf(ana), [ben]: idOf(ben) },
            });
        });

        it("has the commit that a pipeline applied, as long as it is a whole run of that commit", async () => {
            const commit = "5".repeat(40);
            const from = async (id: string, args: Parameters<typeof payments>[0], options = {}) => {
                process.env["PULUMI_OKTA_OPA_COMMIT"] = id;
                await stack.up(payments(args), options);
                delete process.env["PULUMI_OKTA_OPA_COMMIT"];
                return (remembered() as { readonly commit?: string }).commit;
            };

            assert.equal(await from(commit, { members: [ana] }), commit);
            assert.equal(await from("6".repeat(40), { members: [ana] }), "6".repeat(40));
            const targets = ["payments-policy"];
            assert.equal(await from(commit, { members: [ana, ben] }, { targets }), "6".repeat(40));
            assert.equal(await from("main", { members: [ana] }), undefined);
        });

        it("is what it was after a preview, and after a run in which a part of it failed", async () => {
            await up({ members: [ana] });
            const before = remembered();
            await stack.preview(payments({ members: [ana, ben] }));
            assert.deepEqual(remembered(), before);
            simulation.tenant.fail({ method: "PUT", path: /security_policy/, status: 400, times: 1000 });

            const { errors } = await stack.up(payments({ members: [ana, ben], privileges: "manage" }));

            assert.notDeepEqual(errors, []);
            assert.deepEqual(inGroup(), [ana, ben]);
            assert.deepEqual(remembered(), before);
        });

        it("holds nobody whom an update for other resources did not let in", async () => {
            await up({ members: [ana] });
            const before = remembered();

            await stack.up(payments({ members: [ana, ben] }), { targets: ["payments-policy"] });

            assert.deepEqual(inGroup(), [ana]);
            assert.deepEqual(remembered(), before);
        });
    });

    for (const [what, instead] of Object.entries({
        missing: undefined,
        "of a later version": { version: 2, people: "all" },
        "changed by hand": { version: 1, declared: {}, people: [ana] },
        "a text": "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    })) {
        it(`stops nothing when it is ${what}`, async () => {
            await up({ members: [ana, ben] });
            const whole = remembered();
            stack = changed(stack, (outputs) => ({ ...outputs, lastApplied: instead }));

            await up({ members: [ana, ben] });

            assert.deepEqual(remembered(), whole);
        });
    }

    /** The same stack with something else in state. */
    function changed(
        { state }: Stack,
        change: (outputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
    ): Stack {
        const resources = state.resources.map((one) =>
            one.urn.endsWith("::payments") ? { ...one, outputs: change(one.outputs) } : one,
        );
        return new Stack(simulation, "scratch", "dev", {}, new State(resources));
    }

    describe("tells people by their ids:", () => {
        it("a new hire does not inherit the line of somebody who was deleted, and the way on that is told works", async () => {
            await up({ members: [ana, ben] });
            const former = idOf(ben);
            await deleted(ben);
            const hire = await hired(ben);

            const told = await refused({ members: [ana, ben] });

            assert.ok(
                told.includes(
                    `members[1]: "${ben}" was ${former} in Okta when this space was applied last, and is another person now, ` +
                        `${hire}. If ${hire} is to have the access, take the login out, run \`pulumi up\`, and write it again.`,
                ),
                told,
            );
            assert.deepEqual(inGroup(), [ana]);
            await up({ members: [ana] });
            await up({ members: [ana, ben] });
            assert.deepEqual(inGroup(), [ana, ben]);
        });

        it("nor after runs in which the line was stale", async () => {
            await up({ members: [ana, ben] });
            await deleted(ben);
            const said = await up({ members: [ana, ben] });
            await up({ members: [ana, ben] });
            await hired(ben);

            assert.match(
                said.join("\n"),
                /"ben@example.com" does not exist in Okta\. It was left out of the group "team-payments": 00u\w+,/,
            );
            assert.match(await refused({ members: [ana, ben] }), /is another person now/);
        });

        it("nor the line of somebody who has a new login, who is named", async () => {
            await up({ members: [ana, ben] });
            await renamed(ben, "benedict@example.com");
            await hired(ben);

            assert.match(
                await refused({ members: [ana, ben] }),
                /If 00u\w+ is meant, who has the login "benedict@example.com" now, write that\./,
            );
            await up({ members: [ana, "benedict@example.com"] });
            assert.deepEqual(inGroup(), [ana, "benedict@example.com"]);
        });

        it("who has a new login keeps the access with a warning, whoever else has left", async () => {
            await up({ members: [ana, ben, chloe] });
            await renamed(ana, "anna@example.com");
            await deleted(chloe);

            const said = await up({ members: [ana, ben, chloe] });

            assert.match(
                said.join("\n"),
                /"ana@example.com" has the login "anna@example.com" in Okta now, and keeps the access\./,
            );
            assert.deepEqual(inGroup(), ["anna@example.com", ben]);
            await up({ members: [ana, "anna@example.com", ben] });
            assert.deepEqual(inGroup(), ["anna@example.com", ben]);
        });

        it("a login that was never there is an error, in a team that exists", async () => {
            await up({ members: [ana] });

            assert.match(
                await refused({ members: [ana, "bne@example.com"] }),
                /members\[1\]: "bne@example.com" does not exist in Okta\. Write the login as it stands there\./,
            );
        });

        it("a level's person as well", async () => {
            const access = { owners: { members: [ben], privileges: "manage" as const } };
            await up({ members: [ana], access });
            await deleted(ben);
            await hired(ben);

            assert.match(
                await refused({ members: [ana], access }),
                /access\.owners\.members\[0\]: .* is another person now/,
            );
        });
    });
});
