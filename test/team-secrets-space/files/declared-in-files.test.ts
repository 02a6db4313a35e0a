import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredTeams, TeamSecretsSpace } from "../../../resources";
import { byHandOn } from "../../opa/support/by-hand";
import { administratorOf } from "../../support/administrator";
import { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { inFolderWith } from "../support/team-folder";

const who = "members: [ana@example.com]\n";
const flag = "pulumi-okta-opa:noTeams";
const place = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
};

describe("a program that reads teams from files", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(() => simulation.reset());
    after(() => simulation.close());

    /** Makes a space for each team of the configuration and of these files. */
    const up = (files: Readonly<Record<string, string>>, config: Readonly<Record<string, string>> = {}) =>
        inFolderWith(files, async (home) => {
            const made: string[] = [];
            const stack = new Stack(simulation, "scratch", "dev", { ...place, ...config });
            const { errors } = await stack.up(async () => {
                for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                    made.push(name);
                    new TeamSecretsSpace(name, space);
                }
            });
            return { made, told: errors.join("\n").replaceAll(`${home}/`, "").split("\n") };
        });

    it("makes a space for each, named after its file", async () => {
        const { made, told } = await up({ "teams/a/cards.yaml": who, "teams/b/index.yaml": `name: index\n${who}` });

        assert.deepEqual(told, [""]);
        assert.deepEqual(made, ["cards", "index"]);
        const found = await administratorOf(simulation.tenant).okta("GET", "/api/v1/groups?q=team-");
        const names = (found as readonly { readonly profile: { readonly name: string } }[]).map(
            ({ profile }) => profile.name,
        );
        assert.ok(names.includes("team-cards") && names.includes("team-index"), names.join());
    });

    it("makes those of the stack configuration beside them", async () => {
        const teams = JSON.stringify([{ name: "mobile", members: ["ben@example.com"] }]);

        assert.deepEqual(await up({ "teams/a/cards.yaml": who }, { "scratch:teams": teams }), {
            made: ["mobile", "cards"],
            told: [""],
        });
    });

    it("is told by the stack configuration what a team may that its file cannot say, and of whom it says it in vain", async () => {
        const exceptions = (value: object) => ({ "pulumi-okta-opa:exceptions": JSON.stringify(value) });
        const files = { "teams/a/cards.yaml": who };
        const wrong = await up(files, exceptions({ cards: { onDelete: "adopt" } }));

        assert.deepEqual(wrong.told.slice(1), [
            '  pulumi-okta-opa:exceptions.cards.onDelete: "adopt": use "if-created", "delete" or "retain".',
        ]);
        const named = await up(files, exceptions({ card: { onDelete: "retain" } }));
        assert.deepEqual(named.told.slice(1), [
            '  pulumi-okta-opa:exceptions.card: "card": is not a team that is read from a file. Take this out of the stack\'s file, ' +
                "or write the name as the team has it.",
        ]);
    });

    it("takes over for a team what the stack configuration says that it may", async () => {
        await byHandOn(simulation.tenant).folder("teams/cards");
        await byHandOn(simulation.tenant).folder("teams/wallet");
        const exceptions = JSON.stringify({ wallet: { onExisting: "adopt" } });

        const cards = await up({ "teams/a/cards.yaml": who });
        const wallet = await up({ "teams/a/wallet.yaml": who }, { "pulumi-okta-opa:exceptions": exceptions });

        assert.match(cards.told.join("\n"), /teams\/cards/);
        assert.deepEqual(wallet.told, [""]);
    });

    it("tells every mistake of both at once, and names both where they have the same name", async () => {
        const teams = JSON.stringify([{ name: "cards", members: ["ben@example.com"] }, { nam: "x" }]);
        const files = {
            "teams/a/cards.yaml": who,
            "teams/a/payouts.yaml": "members: [nobody@example.com]\n",
            "teams/b/index.yaml": "\n- a\n",
        };

        const { made, told } = await up(files, { "scratch:teams": teams });

        assert.deepEqual(made, []);
        assert.deepEqual(
            told.map((line) => line.trim()),
            [
                "The declared teams are not valid; nothing was changed:",
                'teams[1].nam: unknown key "nam". Did you mean "name"?',
                "teams[1].name: is missing. Declare it.",
                "teams[1].members: is missing. Declare who the team is: members, or the group that Okta has for it.",
                'teams/a/cards.yaml:1:1: "cards" is also the name of teams[0] in the stack configuration. Choose another.',
                'teams/a/payouts.yaml:1:11 members[0]: "nobody@example.com" does not exist in Okta. Write the login as it stands there.',
                'teams/b/index.yaml:2:1: is not a team. Write who the team is, for example "members: [ana@example.com]".',
            ],
        );
    });

    it("is refused without teams, unless the stack configuration says that there are to be none", async () => {
        for (const files of [{}, { "teams/README.md": "" }]) {
            const { told } = await up(files);

            assert.equal(told.length, 2, told.join("\n"));
            assert.match(
                told.join(),
                /^The declared teams .*, {2}teams: (is no folder|holds no team)\. Write a file for each/,
            );
            assert.deepEqual(await up(files, { [flag]: "true" }), { made: [], told: [""] });
        }
    });

    it("is refused with teams where the stack configuration says that there are to be none", async () => {
        const { told } = await up({ "teams/a/cards.yaml": who }, { [flag]: "true" });

        assert.deepEqual(told.slice(1), [
            `  ${flag}: is true, but teams are declared. Run \`pulumi config rm ${flag}\`.`,
        ]);
    });

    it("is refused for a list of the stack configuration that is none, with what is wrong in files", async () => {
        const { told } = await up({ "teams/a/cards.yaml": "" }, { "scratch:teams": '{"payments":[]}' });

        assert.match(told[1] ?? "", /^ {2}teams: is not a list of teams\./);
        assert.match(told[2] ?? "", /^ {2}teams\/a\/cards\.yaml:1:1: is empty\./);
    });

    const groupsIn = async () =>
        JSON.stringify(await administratorOf(simulation.tenant).okta("GET", "/api/v1/groups?q=team-"));

    it("makes nothing of what a file may not say, and tells where it stands", async () => {
        const before = await groupsIn();

        const { made, told } = await up({
            "teams/a/cards.yaml": `${who}privileges: manage\n`,
            "teams/b/index.yaml": `${who}parentFolder: teams/other\n`,
            "teams/b/wallet.yaml": "group: Engineering\n",
        });

        assert.deepEqual(made, []);
        assert.deepEqual(
            told.slice(1).map((line) => line.trim().split(" ").slice(0, 2).join(" ")),
            [
                "teams/a/cards.yaml:2:13 privileges:",
                "teams/b/index.yaml:2:15 parentFolder:",
                "teams/b/wallet.yaml:1:8 group:",
            ],
        );
        assert.equal(await groupsIn(), before);
    });

    it("makes what the platform file beside the folder allows", async () => {
        const { made, told } = await up({
            "platform.yaml": "areas: { a: { privileges: manage } }\n",
            "teams/a/cards.yaml": `${who}privileges: manage\n`,
            "teams/b/index.yaml": who,
        });

        assert.deepEqual({ made, told }, { made: ["cards", "index"], told: [""] });
    });

    it("makes nothing where the platform file cannot be read", async () => {
        const files = { "platform.yaml": "areas: { a: { privilege: manage } }\n", "teams/a/cards.yaml": who };

        const { made, told } = await up(files);

        assert.deepEqual(made, []);
        assert.deepEqual(told.slice(1), ['  platform.yaml:1:15 areas.a: unknown key "privilege".']);
    });

    it("keeps a team as it is that came to say more than it may, and makes the others", async () => {
        const over = { "teams/a/cards.yaml": `${who}privileges: manage\n`, "teams/b/index.yaml": who };
        await inFolderWith({ "teams/a/cards.yaml": who, "teams/b/index.yaml": who }, async (home) => {
            const stack = new Stack(simulation, "scratch", "dev", place);
            const program = async () => {
                for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                    new TeamSecretsSpace(name, space);
                }
            };
            assert.deepEqual((await stack.up(program)).errors, []);
            simulation.tenant.clock.flush();
            for (const [file, text] of Object.entries(over)) writeFileSync(join(home, file), text);

            const { errors, done } = await stack.up(program);

            assert.match(
                errors.join("\n"),
                /As they were applied last stay: "cards"\.[\s\S]*cards\.yaml:2:13 privileges: manage grants/,
            );
            assert.deepEqual(done, []);
        });
    });
});
