import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredTeams, TeamSecretsSpace } from "../../resources";
import { makeGroup } from "../../tenant/store/make-okta";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { inFolderWith } from "./support/team-folder";

const place = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
};

/** Three teams: of people, with folders and a level; of a group that Okta has; of people alone. */
const files = {
    "teams/a/cards.yaml":
        "members: [ana@example.com]\nfolders: [dev, prod/eu]\naccess:\n  owners: { members: [ben@example.com], privileges: manage, folder: dev }\n",
    "teams/a/payments.yaml": "group: WD-Payments\nprivileges: reveal\n",
    "teams/b/search.yaml": "members: [chloe@example.com]\n",
};

const platform = "default: { privileges: manage, groups: [WD-Payments, WD-Cards], folderNames: true }\n";

describe("a declared team that cannot be planned", function () {
    this.timeout(120_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(async () => {
        await simulation.reset();
        makeGroup(simulation.tenant.store, 0, { name: "WD-Payments" });
        simulation.tenant.seedMany({});
    });
    after(() => simulation.close());

    /** Makes the teams of the files, changes some files, and runs again. */
    const changed = <T>(
        change: Readonly<Record<string, string>>,
        act: (
            run: (isPreview?: "preview") => ReturnType<Stack["up"]>,
            stack: Stack,
            config: Record<string, string>,
        ) => Promise<T>,
        first: Readonly<Record<string, string>> = files,
    ) =>
        inFolderWith({ "platform.yaml": platform, ...first }, async (home) => {
            const config: Record<string, string> = { ...place };
            const stack = new Stack(simulation, "scratch", "dev", config);
            const program = async () => {
                for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                    new TeamSecretsSpace(name, space);
                }
            };
            assert.deepEqual((await stack.up(program)).errors, []);
            simulation.tenant.clock.flush();
            for (const [file, text] of Object.entries(change)) writeFileSync(join(home, file), text);
            return act((isPreview) => (isPreview ? stack.preview(program) : stack.up(program)), stack, config);
        });

    const named = (done: readonly { readonly op: string; readonly urn: string }[]) =>
        done.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`).sort();

    /** A push and its group in OPA, but not the group that was pushed. */
    function deletePushByHand(name: string): void {
        const { store } = simulation.tenant;
        const [group] = [...store.groups.values()].filter((one) => one.name === name && one.type === "OKTA_GROUP");
        const [mapping] = [...store.mappings.values()].filter(({ sourceGroupId }) => sourceGroupId === group?.id);
        assert.ok(mapping);
        store.mappings.delete(mapping.id);
    }

    /** What the state has of the resources of one team. */
    const partsOf = (stack: Stack, team: string) =>
        stack.state.resources.filter(({ urn }) => new RegExp(`::${team}(-|$)|::WD-Payments`).test(urn));

    const another = "members: [chloe@example.com, dario@example.com]\n";

    for (const [what, text] of Object.entries({
        "whose file cannot be read": "members: [ana@example.com\n",
        "with a value that is none": "members: [ana@example.com]\nprivileges: everything\n",
        "with a login that was never there": "members: [nobody@example.com]\n",
        "whose parent folder is gone": "members: [ana@example.com]\nparentFolder: gone\n",
    })) {
        it(`${what}, stays as it was applied last, whatever else changes, and the run fails`, () =>
            changed({ "teams/a/cards.yaml": text, "teams/b/search.yaml": another }, async (run, stack) => {
                const before = partsOf(stack, "cards");
                const preview = await run("preview");

                const { errors, done } = await run();

                assert.match(errors.join("\n"), /As they were applied last stay: "cards"\. The others go on/);
                assert.match(errors.join("\n"), /teams\/a\/cards\.yaml:\d+:\d+/);
                assert.deepEqual(named(preview.done), ["update search-members"]);
                assert.deepEqual(preview.errors, errors);
                assert.deepEqual(named(done), ["update search-members"]);
                assert.deepEqual(
                    partsOf(stack, "cards").map(({ urn, inputs, outputs }) => ({ urn, inputs, outputs })),
                    before.map(({ urn, inputs, outputs }) => ({ urn, inputs, outputs })),
                );
                assert.equal(simulation.tenant.store.policies.size > 3, true);
            }));
    }

    it("and uses a group that Okta has, stays with the push of that", () =>
        changed({ "teams/a/payments.yaml": "group: WD-Payments\nprivileges: [all]\n" }, async (run, stack) => {
            const before = partsOf(stack, "payments").length;

            const { errors, done } = await run();

            assert.match(errors.join("\n"), /As they were applied last stay: "payments"\./);
            assert.deepEqual([named(done), partsOf(stack, "payments").length], [[], before]);
        }));

    it("because more people are in its group than the stack allows, stays, and the others go on", () =>
        changed({ "teams/b/search.yaml": another }, async (run, _stack, config) => {
            const [group] = [...simulation.tenant.store.groups.values()].filter(({ name }) => name === "WD-Payments");
            assert.ok(group);
            simulation.tenant.importMembers(group.id, ["ana@example.com", "ben@example.com"]);
            config["pulumi-okta-opa:groups"] = JSON.stringify({ "WD-Payments": { id: group.id, maxMembers: 1 } });

            const { errors, done } = await run();

            assert.match(errors.join("\n"), /As they were applied last stay: "payments"\./);
            assert.match(errors.join("\n"), /payments\.yaml:1:\d+ group: "WD-Payments": more than 1 people are in it/);
            assert.deepEqual(named(done), ["update search-members"]);
        }));

    it("because its group is none that Okta has, is not made, and the others go on", () =>
        changed(
            { "teams/a/cards.yaml": "group: WD-Cards\n", "teams/b/search.yaml": another },
            async (run) => {
                const { errors, done } = await run();

                assert.match(errors.join("\n"), /Not made: "cards"\./);
                assert.match(errors.join("\n"), /"WD-Cards": Okta has no such group/);
                assert.deepEqual(named(done), ["update search-members"]);
            },
            {
                "teams/b/search.yaml": files["teams/b/search.yaml"],
                "teams/a/payments.yaml": files["teams/a/payments.yaml"],
            },
        ));

    it("stays although a hand has deleted its push, which the refresh before has seen", () =>
        changed(
            { "teams/a/cards.yaml": "members: [nobody@example.com]\n", "teams/b/search.yaml": another },
            async (run, stack) => {
                deletePushByHand("team-cards");
                await stack.refresh();
                assert.equal(stack.resource("cards-push")?.inputs["status"], "MISSING");

                const { errors, done } = await run();

                assert.equal(errors.length, 1, errors.join("\n"));
                assert.match(errors.join("\n"), /As they were applied last stay: "cards"\./);
                assert.deepEqual(named(done), ["update search-members"]);
            },
        ));

    it("is what it was before, once it can be planned again", () =>
        changed({ "teams/a/cards.yaml": "members: [ana@example.com\n" }, async (run, stack) => {
            await run();
            await inFolderWith({ ...files, "platform.yaml": platform }, async (home) => {
                const program = async () => {
                    for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                        new TeamSecretsSpace(name, space);
                    }
                };
                const { errors, done } = await stack.up(program);
                assert.deepEqual({ errors, done: named(done) }, { errors: [], done: [] });
            });
        }));

    it("and is new, is not made, and the others go on", () =>
        changed(
            { "teams/a/cards.yaml": "members: [nobody@example.com]\n", "teams/b/search.yaml": another },
            async (run) => {
                const { errors, done } = await run();

                assert.match(errors.join("\n"), /Not made: "cards"\./);
                assert.deepEqual(named(done), ["update search-members"]);
            },
            {
                "teams/b/search.yaml": files["teams/b/search.yaml"],
                "teams/a/payments.yaml": files["teams/a/payments.yaml"],
            },
        ));

    it("stops everything where nothing is remembered, and where teams get in each other's way", async () => {
        await changed(
            { "teams/a/cards.yaml": "members: [ana@example.com\n", "teams/b/search.yaml": another },
            async (run, stack) => {
                const [component] = stack.state.resources.filter(({ urn }) => urn.endsWith("::cards"));
                if (component) stack.state.record().put({ ...component, outputs: {} }, component);

                const { errors, done } = await run();

                assert.match(errors.join("\n"), /The declared teams are not valid; nothing was changed:/);
                assert.deepEqual(named(done), []);
            },
        );
        const takes = `${another}folderName: cards\n`;
        await simulation.reset();
        makeGroup(simulation.tenant.store, 0, { name: "WD-Payments" });
        simulation.tenant.seedMany({});
        await changed(
            { "teams/a/cards.yaml": "members: [ana@example.com\n", "teams/b/search.yaml": takes },
            async (run) => {
                const { errors, done } = await run();

                assert.match(errors.join("\n"), /The declared teams are not valid; nothing was changed:/);
                assert.deepEqual(named(done), []);
            },
        );
    });
});
