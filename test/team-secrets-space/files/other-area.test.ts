import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { declaredTeams, TeamSecretsSpace } from "../../../resources";
import { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { inFolderWith } from "../support/team-folder";

const place = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
};

const ana = "members: [ana@example.com]\nprivileges: reveal\n";
const ben = "members: [ben@example.com]\nprivileges: reveal\n";

describe("a team that state has, and the file of another area", function () {
    this.timeout(120_000);
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
        readonly stack: Stack;
    }

    /** Two teams that are there, and their files; whoever is in the first has put a secret in. */
    const withTeams = <T>(
        act: (files: Files) => Promise<T>,
        {
            files = { "teams/a/cards.yaml": ana },
            config = {},
        }: { files?: Record<string, string>; config?: object } = {},
    ) =>
        inFolderWith({ "teams/b/index.yaml": ben, ...files }, async (home) => {
            const its: Record<string, string> = { ...place, ...config };
            const stack = new Stack(simulation, "scratch", "dev", its);
            const path = (name: string) => join(home, `${name}.yaml`);
            const run: Files = {
                stack,
                write(name, text) {
                    mkdirSync(dirname(path(name)), { recursive: true });
                    writeFileSync(path(name), text);
                },
                remove: (name) => rmSync(path(name)),
                async up(more = {}) {
                    Object.assign(its, more);
                    const result = await stack.up(async () => {
                        for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                            new TeamSecretsSpace(name, space);
                        }
                    });
                    simulation.tenant.clock.flush();
                    return result;
                },
            };
            assert.deepEqual((await run.up()).errors, []);
            const { store } = simulation.tenant;
            const folder = [...store.folders.values()].find(({ name }) => name === "cards");
            assert.ok(folder);
            const [id, seq] = [store.ids.opa(), store.ids.next()];
            store.secrets.set(id, { ...folder, id, seq, name: "key", parentId: folder.id });
            return act(run);
        });

    /** Whom a policy lets reveal the first team's secret. */
    const mayReveal = () => [
        ...new Set(
            simulation.tenant
                .verdicts()
                .filter(({ answer, privilege }) => answer !== "refused" && privilege === "secret_reveal")
                .filter(({ path }) => path === "teams/cards/key")
                .map(({ subject }) => subject),
        ),
    ];

    const takes = "areas: { b: { takes: [cards, wallet] } }\n";

    /** The file of the first team goes: its group and its access go, and its folder stays, as it holds a secret. */
    async function removed({ remove, up, stack }: Files): Promise<void> {
        remove("teams/a/cards");
        assert.match((await up()).errors.join(), /"teams\/cards" .* was not deleted, because it contains 1 secret/);
        assert.ok(stack.resource("cards-folder") && !stack.resource("cards-policy"));
        assert.deepEqual(mayReveal(), []);
    }

    const more = "members: [ben@example.com, chloe@example.com]\nprivileges: reveal\n";

    const changed = (done: readonly { readonly op: string; readonly urn: string }[]) =>
        done.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`).sort();

    it("does not come to that area after its own file went, while its folder holds secrets, and holds up nobody", () =>
        withTeams(async (files) => {
            await removed(files);
            files.write("teams/b/cards", ben);
            files.write("teams/b/index", more);

            const { errors, done } = await files.up();

            assert.match(errors.join("\n"), /Of these, state has only a part, which stays: "cards"\./);
            assert.match(
                errors.join("\n"),
                /teams\/b\/cards\.yaml:1:1: "cards" is in state as one of the area a\. Its secrets would come to the area b with it\./,
            );
            assert.deepEqual(changed(done), ["update index-members"]);
            assert.deepEqual(mayReveal(), []);
            assert.ok(files.stack.resource("cards-folder"));
        }));

    it("does not come by `previously` either", () =>
        withTeams(async (files) => {
            await removed(files);
            files.write("teams/b/wallet", `previously: cards\n${ben}`);

            const { errors, done } = await files.up();

            assert.match(
                errors.join("\n"),
                /wallet\.yaml:1:13 previously: "cards" is in state as one of the area a\. .* areas: \{ b: \{ takes: \[wallet\] \} \}\./,
            );
            assert.deepEqual([changed(done), mayReveal()], [[], []]);
        }));

    it("stays as it is while its file is in that area, although nobody has compared the files with those before", () =>
        withTeams(async ({ write, remove, up, stack }) => {
            remove("teams/a/cards");
            write("teams/b/cards", ben);
            write("teams/b/index", more);

            const { errors, done } = await up();

            assert.match(
                errors.join("\n"),
                /As they were applied last stay: "cards"\..*cards\.yaml:1:1: "cards" is in state/s,
            );
            assert.deepEqual([changed(done), mayReveal()], [["update index-members"], ["ana@example.com"]]);
            assert.ok(stack.resource("cards-policy"));
        }));

    it("comes, once the platform file lets it, and is of that area from then on", () =>
        withTeams(async (files) => {
            await removed(files);
            const { write, remove, up } = files;
            write("platform", takes);
            write("teams/b/cards", ben);
            assert.deepEqual((await up()).errors, []);
            assert.deepEqual(mayReveal(), ["ben@example.com"]);

            remove("platform");
            assert.deepEqual((await up()).done, []);
            remove("teams/b/cards");
            await up();
            write("teams/a/cards", ana);

            assert.match((await up()).errors.join(), /"cards" is in state as one of the area b\./);
            assert.deepEqual(mayReveal(), []);
        }));

    it("comes back to its own area as it was, and to another name as a new team", () =>
        withTeams(async (files) => {
            await removed(files);
            const { write, up } = files;
            write("teams/b/purse", ben);
            const { errors, done } = await up();
            assert.match(errors.join(), /was not deleted, because it contains 1 secret/);
            assert.ok(changed(done).includes("create purse-policy"));
            assert.deepEqual(mayReveal(), []);

            write("teams/a/cards", ana);

            assert.deepEqual((await up()).errors, []);
            assert.deepEqual(mayReveal(), ["ana@example.com"]);
        }));

    it("does not come to any area when the stack's configuration had it, and may be had by that again", () =>
        withTeams(
            async ({ write, remove, up }) => {
                const cards = JSON.stringify([{ name: "cards", members: ["ana@example.com"], privileges: "reveal" }]);
                await up({ "scratch:teams": "" });
                write("teams/b/cards", ben);
                const { errors } = await up();
                assert.match(errors.join(), /"cards" is in state as one that no file declared\./);
                assert.deepEqual(mayReveal(), []);

                write("platform", takes);
                assert.deepEqual((await up()).errors, []);
                assert.deepEqual(mayReveal(), ["ben@example.com"]);
                remove("teams/b/cards");
                assert.deepEqual((await up({ "scratch:teams": cards })).errors, []);
                assert.deepEqual(mayReveal(), ["ana@example.com"]);
            },
            {
                files: {},
                config: {
                    "scratch:teams": JSON.stringify([
                        { name: "cards", members: ["ana@example.com"], privileges: "reveal" },
                    ]),
                },
            },
        ));

    it("does not come by the name that it had before, of which something may be in state yet", () =>
        withTeams(async (files) => {
            const { write, remove, up } = files;
            remove("teams/a/cards");
            write("teams/a/wallet", `previously: cards\n${ana}`);
            assert.deepEqual((await up()).errors, []);
            remove("teams/a/wallet");
            await up();
            write("teams/b/cards", ben);

            const { errors } = await up();

            assert.match(errors.join("\n"), /cards\.yaml:1:1: "wallet" is in state as one of the area a\./);
            assert.deepEqual(mayReveal(), []);
        }));

    it("does not come to that area in a program that calls its spaces otherwise than its teams", () =>
        inFolderWith({ "teams/a/cards.yaml": ana, "teams/b/index.yaml": ben }, async (home) => {
            const stack = new Stack(simulation, "scratch", "dev", { ...place });
            const up = async () => {
                const result = await stack.up(async () => {
                    for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                        new TeamSecretsSpace(`space-${name}`, { ...space });
                    }
                });
                simulation.tenant.clock.flush();
                return result;
            };
            assert.deepEqual((await up()).errors, []);
            assert.deepEqual((await up()).errors, []);
            rmSync(join(home, "teams/a/cards.yaml"));
            writeFileSync(join(home, "teams/b/cards.yaml"), ben);

            const { errors, done } = await up();

            assert.match(errors.join("\n"), /name: "space-cards" is in state as one of the area a\./);
            assert.deepEqual(done, []);
        }));
});
