import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredTeams, TeamSecretsSpace } from "../../../resources";
import { makeGroup } from "../../../tenant/store/make-okta";
import { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { type Resource, State } from "../../support/stack/state";
import { inFolderWith } from "../support/team-folder";

const place = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
};

const who = "members: [ana@example.com]\n";
const cards = `${who}folders: [dev]\naccess: { owners: { members: [ben@example.com], privileges: reveal } }\n`;

describe("a team whose file gets another name", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(() => simulation.reset());
    after(() => simulation.close());

    interface Files {
        readonly write: (name: string, text: string) => void;
        readonly remove: (name: string) => void;
        readonly up: (config?: Readonly<Record<string, string>>) => ReturnType<Stack["up"]>;
        readonly outputs: (name: string) => Readonly<Record<string, unknown>> | undefined;
        /** Changes the text of state. */
        readonly inState: (change: (text: string) => string) => void;
    }

    /** Two teams that are there, and their files. */
    const withTeams = <T>(act: (files: Files) => Promise<T>) =>
        inFolderWith({ "teams/a/cards.yaml": cards, "teams/b/index.yaml": who }, async (home) => {
            const config: Record<string, string> = { ...place };
            let stack = new Stack(simulation, "scratch", "dev", config);
            const path = (name: string) => join(home, "teams", `${name}.yaml`);
            const files: Files = {
                write: (name, text) => writeFileSync(path(name), text),
                remove: (name) => rmSync(path(name)),
                outputs: (name) => stack.resource(name)?.outputs,
                inState(change) {
                    const changed = JSON.parse(change(JSON.stringify(stack.state.resources))) as Resource[];
                    stack = new Stack(simulation, "scratch", "dev", config, new State(changed));
                },
                async up(more = {}) {
                    Object.assign(config, more);
                    const result = await stack.up(async () => {
                        for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                            new TeamSecretsSpace(name, space);
                        }
                    });
                    simulation.tenant.clock.flush();
                    return result;
                },
            };
            assert.deepEqual((await files.up()).errors, []);
            return act(files);
        });

    const objects = () => {
        const { groups, mappings, folders, policies } = simulation.tenant.store;
        return JSON.stringify([groups, mappings, folders, policies].map((all) => [...all.entries()]));
    };

    it("stays what it is with `previously`, with the names that its objects have, and without it afterwards", () =>
        withTeams(async ({ write, remove, up, outputs }) => {
            const before = objects();
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);
            const renamed = await up();
            assert.deepEqual({ errors: renamed.errors, done: renamed.done }, { errors: [], done: [] });
            assert.ok(outputs("wallet-folder") && !outputs("cards-folder"));
            assert.deepEqual((await up()).done, []);

            write("a/wallet", cards);
            const without = await up();

            assert.deepEqual({ errors: without.errors, done: without.done }, { errors: [], done: [] });
            assert.equal(objects(), before);
        }));

    it("is still pinned to its people, and kept as it is when it cannot be planned", () =>
        withTeams(async ({ write, remove, up, outputs }) => {
            const pins = (name: string) => outputs(name)?.["lastApplied"];
            const { people } = pins("cards") as { readonly people: object };
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);
            await up();
            assert.deepEqual(pins("wallet"), { ...(pins("wallet") as object), people, namedAfter: "cards" });
            const before = objects();

            write("a/wallet", "members: [nobody@example.com]\n");
            const { errors, done } = await up();

            assert.match(errors.join("\n"), /As they were applied last stay: "wallet"/);
            assert.deepEqual(done, []);
            assert.equal(objects(), before);
        }));

    it("gets the names of objects that its file declares, and only these", () =>
        withTeams(async ({ write, remove, up }) => {
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);
            await up();
            write("a/wallet", `folderName: wallet\n${cards}`);

            const { errors, done } = await up();

            assert.deepEqual(errors, []);
            assert.deepEqual(done.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`).sort(), [
                "update wallet-folder",
                "update wallet-policy",
                "update wallet-policy/owners",
            ]);
            const names = [...simulation.tenant.store.groups.values()].map(({ name }) => name);
            assert.ok(names.includes("team-cards") && !names.includes("team-wallet"));
        }));

    it("leaves its name to nobody while what it has is named after it", () =>
        withTeams(async ({ write, remove, up }) => {
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);
            await up();
            write("a/wallet", cards);
            write("b/cards", `folderName: cards\n${who}`);

            const { errors, done } = await up();

            assert.match(errors.join(), /cards\.yaml:1:1: "cards" is the former name of .*wallet\.yaml, after which /);
            assert.deepEqual(done, []);
        }));

    it("has, as every team, a group whose name no other team gets in the run that takes it away", () =>
        withTeams(async ({ write, remove, up }) => {
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);
            await up();
            write("../platform", "default: { groupNames: [team-*] }\n");
            write("a/wallet", `groupName: team-wallet\n${cards}`);
            write("b/purse", `groupName: team-cards\n${who}`);

            const { errors } = await up();

            assert.match(errors.join(), /"team-cards", which TeamSecretsSpace "wallet" has until this run/);
        }));

    it("may be renamed again, by a stack that has seen both and by one that has seen neither", () =>
        withTeams(async ({ write, remove, up }) => {
            const before = objects();
            remove("a/cards");
            write("a/purse", `previously: [wallet, cards]\n${cards}`);
            assert.deepEqual((await up()).done, []);
            remove("a/purse");
            write("a/bag", `previously: purse\n${cards}`);

            const { errors, done } = await up();

            assert.deepEqual({ errors, done }, { errors: [], done: [] });
            assert.equal(objects(), before);
        }));

    for (const [what, change, told] of [
        [
            "it says a name that state does not have",
            (write: Files["write"]) => write("a/wallet", `previously: crads\n${cards}`),
            /wallet\.yaml:1:13 previously: "crads": state has no such team\. In state, and not declared: cards\./,
        ],
        [
            "two files say the same name",
            (write: Files["write"]) => {
                write("a/wallet", `previously: cards\n${cards}`);
                write("a/purse", `previously: cards\n${who}`);
            },
            /previously: "cards" is said by another team, too\./,
        ],
        [
            "a team that was there says the name of another one",
            (write: Files["write"]) => write("b/index", `previously: cards\n${who}`),
            /index\.yaml:1:13 previously: "cards" is in state, and so is "index": they are two teams\./,
        ],
    ] as const) {
        it(`is refused, and nothing goes, where ${what}`, () =>
            withTeams(async ({ write, remove, up }) => {
                const before = objects();
                remove("a/cards");
                change(write);

                const { errors, done } = await up();

                assert.match(errors.join("\n"), told);
                assert.deepEqual(done, []);
                assert.equal(objects(), before);
            }));
    }

    it("is refused where the other team is still declared", () =>
        withTeams(async ({ write, up }) => {
            write("a/wallet", `previously: index\n${cards.replaceAll("ben", "chloe")}`);

            const { errors, done } = await up();

            assert.match(errors.join("\n"), /previously: "index" is a team that is still declared\./);
            assert.deepEqual(done, []);
        }));

    it("is a new team in a stack that has no team yet", () =>
        inFolderWith({ "teams/a/wallet.yaml": `previously: cards\n${who}` }, async (home) => {
            const { errors } = await new Stack(simulation, "scratch", "dev", place).up(async () => {
                for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                    new TeamSecretsSpace(name, space);
                }
            });

            assert.deepEqual(errors, []);
            const names = [...simulation.tenant.store.groups.values()].map(({ name }) => name);
            assert.ok(names.includes("team-wallet") && !names.includes("team-cards"));
        }));

    it("stays what it is where it is a group that Okta has, with a level of people", () =>
        withTeams(async ({ write, remove, up }) => {
            write("../platform", "default: { groups: [WD-Cards] }\n");
            const { store } = simulation.tenant;
            makeGroup(store, 0, { name: "WD-Cards" });
            // Lets the search know it.
            simulation.tenant.seedMany({});
            const text = "group: WD-Cards\naccess: { owners: { members: [ben@example.com], privileges: reveal } }\n";
            write("a/purse", text);
            assert.deepEqual((await up()).errors, []);
            const before = objects();
            remove("a/purse");
            write("a/bag", `previously: purse\n${text}`);

            const first = await up();
            write("a/bag", text);
            const second = await up();

            assert.deepEqual([first.errors, first.done, second.errors, second.done], [[], [], [], []]);
            assert.equal(objects(), before);
        }));

    it("goes, when it is removed later, with all that it has", () =>
        withTeams(async ({ write, remove, up }) => {
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);
            await up();
            remove("a/wallet");

            const { errors } = await up();

            assert.deepEqual(errors, []);
            const { groups, folders, policies } = simulation.tenant.store;
            const names = [groups, folders, policies].flatMap((all) => [...all.values()].map(({ name }) => name));
            assert.deepEqual(
                names.filter((name) => /cards|wallet|dev/.test(name)),
                [],
            );
        }));

    it("is what it was, too, after a run that was killed in between, with `previously` and without it", () =>
        withTeams(async ({ write, remove, up, inState }) => {
            const before = objects();
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);
            await up();
            // As a run leaves it that is killed before it has come to all of the team.
            const half = (text: string) => text.replaceAll(/::wallet-(?=folder|policy|push)/g, "::cards-");
            inState(half);
            const still = await up();
            inState(half);
            write("a/wallet", cards);
            const without = await up();

            assert.deepEqual([still.errors, still.done, without.errors, without.done], [[], [], [], []]);
            assert.equal(objects(), before);
        }));

    it("takes its exceptions from under its new name", () =>
        withTeams(async ({ write, remove, up }) => {
            const exceptions = (name: string) => ({
                "pulumi-okta-opa:exceptions": JSON.stringify({ [name]: { onDelete: "retain" } }),
            });
            remove("a/cards");
            write("a/wallet", `previously: cards\n${cards}`);

            const left = await up(exceptions("cards"));
            const right = await up(exceptions("wallet"));

            assert.match(left.errors.join(), /exceptions\.cards: "cards": is not a team/);
            assert.deepEqual(right.errors, []);
            assert.ok(
                right.done.every(({ op, urn }) => op === "update" && /wallet-folder/.test(urn)),
                "updates of folders",
            );
        }));
});
