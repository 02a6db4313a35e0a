import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredTeams, TeamSecretsSpace } from "../../../resources";
import { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { inFolderWith } from "../support/team-folder";

const place = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
};

const who = (...names: string[]): string => `members: [${names.map((name) => `${name}@example.com`).join(", ")}]\n`;

/** So many of a large organisation. */
const people = (first: number, count: number): string =>
    who(...Array.from({ length: count }, (_, index) => `person.${String(first + index).padStart(4, "0")}`));

/** Four teams in two areas. */
const files = {
    "teams/money/cards.yaml": who("ana", "ben"),
    "teams/money/payments.yaml": who("ben", "chloe"),
    "teams/money/payouts.yaml": who("chloe", "dario"),
    "teams/web/search.yaml": who("emma"),
};

const programOf = (options: Parameters<typeof declaredTeams>[0]) => async () => {
    for (const { name, ...space } of await declaredTeams(options)) new TeamSecretsSpace(name, space);
};

describe("a change that is larger than one change may be", function () {
    this.timeout(120_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(async () => {
        await simulation.reset();
        simulation.tenant.seedMany({ users: 40 });
    });
    after(() => simulation.close());

    interface Played {
        readonly home: string;
        readonly stack: Stack;
        readonly config: Record<string, string>;
        readonly up: (options?: Parameters<Stack["up"]>[1]) => ReturnType<Stack["up"]>;
        readonly preview: () => ReturnType<Stack["up"]>;
        /** Writes a file of the project. */
        readonly write: (file: string, text: string) => void;
        readonly remove: (file: string) => void;
    }

    /** Makes the teams of the files, and lets them be changed. */
    const played = (
        act: (played: Played) => Promise<void>,
        platform = "",
        first: Readonly<Record<string, string>> = files,
        kill?: NonNullable<Parameters<Stack["up"]>[1]>["kill"],
    ) =>
        inFolderWith({ ...first, ...(platform ? { "platform.yaml": platform } : {}) }, async (home) => {
            const config: Record<string, string> = { ...place };
            const stack = new Stack(simulation, "scratch", "dev", config);
            const program = programOf({ files: join(home, "teams") });
            const up: Played["up"] = (options) => stack.up(program, options);
            if (!kill) assert.deepEqual((await up()).errors, []);
            else assert.ok((await up({ kill, parallel: 1 })).wasKilled);
            simulation.tenant.clock.flush();
            simulation.tenant.clearRequests();
            await act({
                ...{ home, stack, config, up },
                preview: () => stack.preview(program),
                write: (file, text) => {
                    mkdirSync(join(home, file, ".."), { recursive: true });
                    writeFileSync(join(home, file), text);
                },
                remove: (file) => rmSync(join(home, file)),
            });
        });

    const writes = () =>
        simulation.tenant.requests
            .filter(({ writes: isWrite, by }) => isWrite && by !== "administrator")
            .map(({ method, path }) => `${method} ${path}`);

    /** What a run and a preview are refused with, and that neither has written anything. */
    async function refusedAlike({ up, preview }: Played): Promise<string> {
        const planned = await preview();
        const { errors, done } = await up();
        assert.deepEqual([done, planned.done, writes()], [[], [], []]);
        assert.deepEqual(planned.errors, errors);
        assert.notDeepEqual(errors, []);
        return errors.join("\n");
    }

    /** The entry that a message proposes, for a rule. */
    const entryIn = (text: string, rule: string): string =>
        new RegExp(`^ *(- \\{ rule: ${rule.replaceAll(".", "\\.")}, .*\\})$`, "m").exec(text)?.[1] ?? assert.fail(text);

    it("is refused in the preview and in the run, and the line that the message says lifts it", () =>
        played(async (all) => {
            all.remove("teams/money/cards.yaml");
            all.remove("teams/money/payments.yaml");

            const text = await refusedAlike(all);

            assert.match(
                text,
                /budget\.teams-removed: 2 teams are removed, of 4; one change may do 1: "cards", "payments"\./,
            );
            all.write("platform.yaml", `overrides:\n  ${entryIn(text, "budget.teams-removed")}\n`);
            assert.deepEqual((await all.up()).errors, []);
            assert.equal(all.stack.resource("cards-policy"), undefined);
            // What it was allowed to do is in state, and the next run has nothing to do.
            assert.deepEqual((await all.preview()).done, []);
        }));

    it("is refused again if it is another change, whatever was lifted for the first one", () =>
        played(async (all) => {
            all.remove("teams/money/cards.yaml");
            all.remove("teams/money/payments.yaml");
            const entry = entryIn(await refusedAlike(all), "budget.teams-removed");
            all.write("platform.yaml", `overrides:\n  ${entry}\n`);
            all.write("teams/money/cards.yaml", files["teams/money/cards.yaml"]);
            all.remove("teams/money/payouts.yaml");

            const text = await refusedAlike(all);

            assert.match(text, /The override that is declared is for another change\./);
            assert.notEqual(entryIn(text, "budget.teams-removed"), entry);
        }));

    it("is refused once the day of its override has passed", () =>
        played(async (all) => {
            all.remove("teams/money/cards.yaml");
            all.remove("teams/money/payments.yaml");
            const entry = entryIn(await refusedAlike(all), "budget.teams-removed");
            all.write("platform.yaml", `overrides:\n  ${entry.replace(/until: "[^"]*"/, 'until: "2020-01-01"')}\n`);

            assert.match(await refusedAlike(all), /The override of this change ended on 2020-01-01\./);
        }));

    it("is finished by the next run if one died half way, with the same override, and counts what is left", () =>
        played(async (all) => {
            for (const one of ["cards", "payments", "payouts"]) all.remove(`teams/money/${one}.yaml`);
            const text = await refusedAlike(all);
            all.write("platform.yaml", `overrides:\n  ${entryIn(text, "budget.teams-removed")}\n`);
            const at = { method: "DELETE", path: /mappings/ };
            assert.ok((await all.up({ parallel: 1, kill: { at, when: "after" } })).wasKilled);
            const teamsIn = () =>
                all.stack.state.resources.filter(({ urn }) =>
                    /::TeamSecretsSpace::/.test(urn.replace("okta-opa:index:", "")),
                );
            assert.ok(teamsIn().length > 1);
            // Somebody else's change, within the caps, does not take back what was allowed.
            all.write("teams/web/search.yaml", who("emma", "dario"));

            const { errors } = await all.up();

            assert.deepEqual(errors, []);
            assert.equal(
                all.stack.state.resources.some(({ urn }) => /cards|payments|payouts/.test(urn)),
                false,
            );
        }));

    describe("does not stop the first run of a stack,", () => {
        const many = Object.fromEntries(
            Array.from({ length: 6 }, (_, index) => [`teams/a/team${index}.yaml`, people(index * 5 + 1, 5)]),
        );
        const strict = "budget: { people-gain-reveal: 4 }\n";

        it("nor the one that finishes it after it died half way, and the one after that has nothing to do", () =>
            played(
                async ({ up, preview, stack }) => {
                    assert.deepEqual((await up()).errors, []);
                    assert.equal(stack.state.resources.filter(({ urn }) => urn.includes("-policy")).length, 6);
                    assert.deepEqual((await preview()).done, []);
                },
                strict,
                many,
                { at: { method: "POST", path: /security_policy/ }, when: "after" },
            ));

        it("but stops the next change", () =>
            played(
                async (all) => {
                    all.write("teams/a/new.yaml", people(31, 5));
                    assert.match(
                        await refusedAlike(all),
                        /budget\.people-gain-reveal: 5 people gain reveal, of 30; one change may do 4/,
                    );
                },
                strict,
                many,
            ));
    });

    it("is refused by the configuration of a stack without files, and lifted there", async () => {
        const [cards, payments, search] = [
            { name: "cards", members: ["ana@example.com"] },
            { name: "payments", members: ["ben@example.com"] },
            { name: "search", members: ["chloe@example.com"] },
        ];
        const config: Record<string, string> = { ...place, "scratch:teams": JSON.stringify([cards, payments, search]) };
        const stack = new Stack(simulation, "scratch", "dev", config);
        const program = programOf(undefined);
        assert.deepEqual((await stack.up(program)).errors, []);
        config["scratch:teams"] = JSON.stringify([search]);

        const text = (await stack.up(program)).errors.join("\n");

        assert.match(text, /add this to the file of the stack, below config\. .*\n {2}pulumi-okta-opa:overrides:\n/);
        const [, rule, change, until] = /rule: (\S+), change: "(\S+)", until: "(\S+)"/.exec(text) ?? [];
        config["pulumi-okta-opa:overrides"] = JSON.stringify([{ rule, change, until, why: "…" }]);
        assert.deepEqual((await stack.up(program)).errors, []);
        assert.equal(stack.resource("cards"), undefined);
    });

    it("is refused if a list of teams yields nothing, or has another key, also once the stack says that it has none", async () => {
        const names = ["cards", "payments", "search"];
        const teams = names.map((name) => ({ name, members: ["ana@example.com"], privileges: "list" }));
        const config: Record<string, string> = { ...place, "scratch:teams": JSON.stringify(teams) };
        const stack = new Stack(simulation, "scratch", "dev", config);
        const program = programOf(undefined);
        assert.deepEqual((await stack.up(program)).errors, []);
        simulation.tenant.clearRequests();
        const told = async () => {
            const { errors, done } = await stack.up(program);
            assert.deepEqual([done, writes()], [[], []]);
            return errors.join("\n");
        };

        config["scratch:teams"] = "[]";
        const lost =
            /\nIt looks like an accident: 3 teams were applied last \("cards", "payments", "search"\), and none is declared now\. /;
        const empty = await told();
        assert.match(empty, /teams: is empty\. .*run `pulumi config set pulumi-okta-opa:noTeams true`/);
        assert.match(empty, lost);
        delete config["scratch:teams"];
        config["scratch:team"] = JSON.stringify(teams);
        const missing = await told();
        assert.match(missing, /teams: is missing\./);
        assert.match(missing, lost);
        config["pulumi-okta-opa:noTeams"] = "true";
        const text = await told();

        assert.match(text, /budget\.teams-removed: 3 teams are removed, of 3; one change may do 1/);
        assert.match(text, /It looks like an accident: 3 of 3 teams are gone at once/);
        const [, rule, change, until] = /rule: (\S+), change: "(\S+)", until: "(\S+)"/.exec(text) ?? [];
        config["pulumi-okta-opa:overrides"] = JSON.stringify([{ rule, change, until, why: "closed" }]);
        assert.deepEqual((await stack.up(program)).errors, []);
        assert.deepEqual(
            stack.state.resources.filter(({ urn }) => urn.includes("-policy")),
            [],
        );
    });

    it("is not limited by the configuration of a stack with files, which says so", () =>
        played(async (all) => {
            all.config["pulumi-okta-opa:budget"] = JSON.stringify({ "teams-removed": 5 });
            assert.match(
                await refusedAlike(all),
                /pulumi-okta-opa:budget: is not read where teams are declared in files\. Write it as "budget:" in \S+platform\.yaml\./,
            );
        }));

    describe("looks like an accident, is told so, and nothing is written,", () => {
        it("if the files of an area are gone", () =>
            played(async (all) => {
                for (const one of ["cards", "payments", "payouts"]) all.remove(`teams/money/${one}.yaml`);
                assert.match(
                    await refusedAlike(all),
                    /It looks like an accident: 3 of 4 teams are gone at once \("cards", "payments", "payouts"\)\. Files that are missing/,
                );
            }));

        it("if the folder of an area is moved out of the folder of teams", () =>
            played(async (all) => {
                renameSync(join(all.home, "teams/money"), join(all.home, "money"));
                assert.match(await refusedAlike(all), /It looks like an accident: 3 of 4 teams are gone at once/);
            }));

        it("if the folder of teams is moved, or emptied", () =>
            played(async (all) => {
                renameSync(join(all.home, "teams"), join(all.home, "squads"));
                const lost =
                    /\nIt looks like an accident: 4 teams were applied last \("cards", .*\), and none is declared now\. .* Restore it\.$/;
                const moved = await refusedAlike(all);
                assert.match(moved, /teams: is no folder\. /);
                assert.match(moved, lost);
                mkdirSync(join(all.home, "teams/money"), { recursive: true });
                const emptied = await refusedAlike(all);
                assert.match(emptied, /teams: holds no team\. /);
                assert.match(emptied, lost);
            }));

        it("if the files are those of another stack", () =>
            played(async (all) => {
                rmSync(join(all.home, "teams"), { recursive: true });
                all.write("teams/a/one.yaml", who("ana"));
                all.write("teams/a/two.yaml", who("emma", "frida"));
                assert.match(
                    await refusedAlike(all),
                    /It looks like an accident: none of the 4 teams that were applied last is declared .* Is this the right stack, and the right folder of files\?/,
                );
            }));

        it("if a file has another name, and does not say the former one; and it keeps its folder once it does", () =>
            played(async (all) => {
                renameSync(join(all.home, "teams/web/search.yaml"), join(all.home, "teams/web/seek.yaml"));
                assert.match(await refusedAlike(all), /write "previously: search" in the file of "seek"/);

                all.write("teams/web/seek.yaml", `previously: search\n${files["teams/web/search.yaml"]}`);
                const { errors, done } = await all.up();
                assert.deepEqual([errors, done.filter(({ op }) => op !== "update"), writes()], [[], [], []]);
            }));

        const cutOff = "budget.lists-cut-off";
        const ofLarge = (count: number, more = "") => `${people(1, count)}${more}`;
        const oncall = (count: number) => `access:\n  oncall: { privileges: reveal, ${people(11, count).trim()} }\n`;
        for (const [what, before, after, told] of [
            [
                "within its list of people",
                ofLarge(20),
                ofLarge(3),
                'team "large" are the first 3 of the 20 that it had',
            ],
            ["within a short list", ofLarge(4), ofLarge(1), 'team "large" are the first 1 of the 4 that it had'],
            ["near the end of a list", ofLarge(20), ofLarge(17), 'team "large" are the first 17 of the 20 that it had'],
            [
                "within a login, which is another one then",
                ofLarge(9),
                ofLarge(6).replace("person.0006@example.com", "person.0006@exa"),
                'team "large" are the first 5 of the 9 that it had',
            ],
            [
                "within the list of a level",
                ofLarge(9, oncall(7)),
                ofLarge(9, oncall(2)),
                'level "oncall" of team "large" are the first 2 of the 7 that it had',
            ],
        ] as const) {
            it(`if a file is cut off ${what}, under the usual caps, and goes on with the line that the message says`, () =>
                played(
                    async (all) => {
                        all.write("teams/a/large.yaml", after);

                        const text = await refusedAlike(all);

                        assert.ok(text.includes(`the people of ${told}. A file that was cut off?`), text);
                        assert.match(
                            text,
                            /budget\.lists-cut-off: 1 list of people ends early, of \d; one change may do 0: "large/,
                        );
                        assert.equal(text.match(/^ {2}budget\./gm)?.length, 1);
                        all.write("platform.yaml", `overrides:\n  ${entryIn(text, cutOff)}\n`);
                        assert.doesNotMatch((await all.preview()).errors.join("\n"), /budget/);
                    },
                    "",
                    { "teams/a/large.yaml": before, "teams/a/other.yaml": who("ana") },
                ));
        }

        it("if a list of people is emptied, and not if its last two leave, or its last three move to a level", () =>
            played(
                async (all) => {
                    all.write("teams/a/large.yaml", "members: []\n");
                    assert.match(
                        await refusedAlike(all),
                        /none is left of the 9 people of team "large"\. A file that was cut off\?/,
                    );

                    all.write("teams/a/large.yaml", ofLarge(7));
                    assert.deepEqual((await all.preview()).errors, []);
                    all.write(
                        "teams/a/large.yaml",
                        `${ofLarge(6)}access:\n  owners: { privileges: reveal, ${people(7, 3).trim()} }\n`,
                    );
                    assert.deepEqual((await all.preview()).errors, []);
                },
                "",
                { "teams/a/large.yaml": ofLarge(9) },
            ));

        it("if another stack has one team, as this one had, and goes on with the line that the message says", () =>
            played(
                async (all) => {
                    all.remove("teams/a/one.yaml");
                    all.write("teams/a/two.yaml", who("emma", "dario"));

                    const text = await refusedAlike(all);

                    assert.match(text, /budget\.all-replaced: 1 team is replaced, of 1; one change may do 0: "one"\./);
                    assert.match(
                        text,
                        /It looks like an accident: none of the 1 team that was applied last is declared \("one"\), and another one is\. Is this the right stack/,
                    );
                    all.write("platform.yaml", `overrides:\n  ${entryIn(text, "budget.all-replaced")}\n`);
                    assert.deepEqual((await all.up()).errors, []);
                    assert.equal(all.stack.resource("one-policy"), undefined);
                },
                "",
                { "teams/a/one.yaml": who("ana") },
            ));

        it("if another stack has teams of the same names, with other people", () =>
            played(async (all) => {
                for (const [index, file] of Object.keys(files).entries()) all.write(file, people(index * 2 + 1, 2));
                const text = await refusedAlike(all);
                assert.match(text, /budget\.all-replaced: 4 teams are replaced at once, of 4; one change may do 0/);
                assert.match(text, /nobody who was in the 4 teams that were applied last .* is in any team any more/);
            }));

        it("if the key of the list of people is written differently, which is a mistake already", () =>
            played(async (all) => {
                all.write("teams/web/search.yaml", "memebrs: [emma@example.com]\n");
                const { errors, done } = await all.up();
                assert.match(errors.join("\n"), /unknown key "memebrs"\. Did you mean "members"\?/);
                assert.match(
                    errors.join("\n"),
                    /\nIt looks like an accident: team "search" was applied last with "members", which is not there now; "memebrs" is\. A key that was renamed\?$/,
                );
                assert.deepEqual([done, writes()], [[], []]);
            }));

        it("if a key of a level is, and not if a key that says nothing was added", () =>
            played(
                async (all) => {
                    const level = "owners: { privileges: reveal, members: [ana@example.com] }";
                    all.write("teams/a/one.yaml", `${who("ana")}access: { ${level.replace("members", "people")} }\n`);
                    assert.match(
                        await refusedAlike(all),
                        /\nIt looks like an accident: team "one"\.access\.owners was applied last with "members", which is not there now; "people" is\./,
                    );
                    all.write("teams/a/one.yaml", `${who("ana")}access: { ${level} }\nowner: ana\n`);
                    const text = await refusedAlike(all);
                    assert.match(text, /unknown key "owner"/);
                    assert.doesNotMatch(text, /looks like an accident/);
                },
                "",
                {
                    "teams/a/one.yaml": `${who("ana")}access: { owners: { privileges: reveal, members: [ana@example.com] } }\n`,
                },
            ));

        it("if nothing can be read in a file any more", () =>
            played(async (all) => {
                for (const text of ["", "members: [emma@exam"]) {
                    all.write("teams/web/search.yaml", text);
                    assert.match(
                        await refusedAlike(all),
                        /\nIt looks like an accident: team "search" was applied last, and nothing can be read in its file now\. Restore the file\.$/,
                    );
                }
            }));
    });
});
