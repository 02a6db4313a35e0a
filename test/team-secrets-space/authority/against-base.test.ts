import assert from "node:assert/strict";
import { join } from "node:path";
import { checkFiles } from "../../../resources/team-secrets-space/files/check-files";
import { inFolderWith } from "../support/team-folder";

const who = "members: [ana@example.com]\n";

type Files = Readonly<Record<string, string>>;

/** What is told of a change from one checkout to another, from the folder that holds both. */
const toldOf = (base: Files, head: Files, stack?: string) =>
    inFolderWith(
        Object.fromEntries([
            ["base/README.md", ""],
            ...Object.entries(base).map(([path, text]) => [`base/${path}`, text]),
            ...Object.entries(head).map(([path, text]) => [path, text]),
        ]),
        (home) => {
            const before = process.cwd();
            process.chdir(home);
            try {
                return checkFiles("teams", { base: "base", stack }).mistakes.map(
                    ({ file, property, reason }) => `${file} ${property}: ${reason}`,
                );
            } finally {
                process.chdir(before);
            }
        },
    );

const wide = "areas: { payments: { privileges: manage } }\n";
const manages = `${who}privileges: manage\n`;

describe("files of teams against the checkout of the base", () => {
    it("may say what the platform file of the base allows, and that of the change", async () => {
        const files = { "platform.yaml": wide, "teams/payments/cards.yaml": manages };

        assert.deepEqual(await toldOf({ "platform.yaml": wide }, files), []);
    });

    it("may not say what only the platform file of the change allows", async () => {
        for (const base of [{}, { "platform.yaml": "areas: { search: { privileges: manage } }\n" }]) {
            const told = await toldOf(base, { "platform.yaml": wide, "teams/payments/cards.yaml": manages });

            assert.equal(told.length, 1);
            assert.match(
                told.join(),
                /^teams\/payments\/cards\.yaml privileges: manage grants .* in platform\.yaml: areas:/,
            );
            assert.match(
                told.join(),
                /A change of platform\.yaml, or of the stack's file, counts once it is merged\.$/,
            );
        }
    });

    it("may not say what the platform file of the change does not allow any more, by whose end it would count for all", async () => {
        const narrow = "areas: { payments: { privileges: list } }\n";
        const file = { "teams/payments/cards.yaml": who };

        assert.equal((await toldOf({}, { ...file, "platform.yaml": narrow })).length, 1);
        assert.equal((await toldOf({ "platform.yaml": narrow }, file)).length, 1);
    });

    it("is told of a platform file of the base that cannot be read, which would allow nobody knows what", async () => {
        const told = await toldOf({ "platform.yaml": "areas: 1\n" }, { "teams/payments/cards.yaml": who });

        assert.match(told.join(), /^base\/platform\.yaml areas: /);
    });

    it("is bound by the settings of the stack that the base has", async () => {
        const settings = (groups: string, conditions: string) =>
            `config:\n  pulumi-okta-opa:groups: ${groups}\n  pulumi-okta-opa:conditions: ${conditions}\n`;
        const stack = settings("{ Cards: { id: 00g1 } }", "{ mfa: any }");
        const base = { "Pulumi.dev.yaml": stack };
        const told = (text: string, head = stack) =>
            toldOf(base, { "Pulumi.dev.yaml": head, "teams/payments/cards.yaml": text }, "dev");

        assert.deepEqual(await told("group: Cards\n"), []);
        assert.match((await told("group: Admins\n")).join("\n"), /"Admins"/);
        const both = settings("{ Cards: { id: 00g1 }, Admins: { id: 00g2 } }", "{}");
        assert.match((await told("group: Admins\n", both)).join("\n"), /"Admins"/);
        assert.match((await told("group: Cards\nconditions: none\n", both)).join("\n"), /"none"/);
    });

    it("is not told of an exception in the base for a team that goes with it", async () => {
        const stack = (exceptions: string) => `config:\n  pulumi-okta-opa:exceptions: ${exceptions}\n`;
        const base = { "Pulumi.dev.yaml": stack("{ cards: { onExisting: adopt } }"), "teams/a/cards.yaml": who };

        assert.deepEqual(await toldOf(base, { "Pulumi.dev.yaml": stack("{}"), "teams/a/wallet.yaml": who }, "dev"), []);
        const left = { "Pulumi.dev.yaml": base["Pulumi.dev.yaml"], "teams/a/wallet.yaml": who };
        assert.match((await toldOf(base, left, "dev")).join(), /is not a team that is read from a file/);
    });

    it("may not come from another area, whose secrets would come with it, unless the base lets it", async () => {
        const base = { "teams/payments/cards.yaml": who };
        const moved = { "teams/search/cards.yaml": who };
        const takes = "areas: { search: { takes: [cards] } }\n";

        assert.match(
            (await toldOf(base, moved)).join(),
            /^teams\/search\/cards\.yaml : was in the area payments\. Its secrets would come /,
        );
        assert.equal((await toldOf(base, { "teams/search/Cards.yaml": who })).length, 1);
        assert.equal((await toldOf(base, { ...moved, "platform.yaml": takes })).length, 1);
        assert.deepEqual(await toldOf({ ...base, "platform.yaml": takes }, { ...moved, "platform.yaml": takes }), []);
        assert.deepEqual(await toldOf(base, base), []);
    });

    const renamed = `previously: cards\n${who}`;

    it("may say the name that a team had in the base and has no more, in its own area", async () => {
        const base = { "teams/a/cards.yaml": who, "teams/a/index.yaml": who };
        const chain = { "teams/a/wallet.yaml": renamed };

        assert.deepEqual(await toldOf(base, { "teams/a/index.yaml": who, ...chain }), []);
        // It may stay, and be taken out.
        assert.deepEqual(await toldOf(chain, chain), []);
        assert.deepEqual(await toldOf(chain, { "teams/a/wallet.yaml": who }), []);
        assert.deepEqual(await toldOf(chain, { "teams/a/bag.yaml": `previously: [wallet, cards]\n${who}` }), []);
    });

    for (const [what, base, head, told] of [
        [
            "a name that the base does not have",
            { "teams/a/crads.yaml": who },
            { "teams/a/wallet.yaml": renamed },
            /"cards": the base has no such team\. Gone since the base: crads\./,
        ],
        [
            "the name of a team that is still there",
            { "teams/a/cards.yaml": who },
            { "teams/a/cards.yaml": who, "teams/a/wallet.yaml": renamed },
            /"cards" is a team that is still declared\./,
        ],
        [
            "the name of a team that is still there, in upper and lower case",
            { "teams/a/cards.yaml": who },
            { "teams/a/Cards.yaml": who, "teams/a/wallet.yaml": renamed },
            /"cards" is a team that is still declared\./,
        ],
        [
            "the name of a team of another area",
            { "teams/b/cards.yaml": who },
            { "teams/a/wallet.yaml": renamed },
            /"cards": was in the area b\. .* areas: \{ a: \{ takes: \[wallet\] \} \}/,
        ],
        [
            "a name, where it was there already under its own",
            { "teams/a/cards.yaml": who, "teams/a/wallet.yaml": who },
            { "teams/a/wallet.yaml": renamed },
            /"cards": this team is there already in the base, under its own name\./,
        ],
        [
            "a name that another one says",
            { "teams/a/cards.yaml": who },
            { "teams/a/wallet.yaml": renamed, "teams/a/purse.yaml": renamed },
            /"cards" is said by another team, too\./,
        ],
        [
            "names before that one which the base does not say",
            { "teams/a/cards.yaml": who, "teams/a/index.yaml": who },
            { "teams/a/wallet.yaml": `previously: [cards, index]\n${who}` },
            /"index": the base does not say that "cards" was it\./,
        ],
        [
            "its own name",
            { "teams/a/cards.yaml": who },
            { "teams/a/cards.yaml": renamed },
            /is the name that the team has now\./,
        ],
        [
            "what is no name",
            { "teams/a/cards.yaml": who },
            { "teams/a/wallet.yaml": `previously: { cards: 1 }\n${who}` },
            /previously: .*give the name that the team had/,
        ],
        [
            "a way in place of a name",
            { "teams/a/cards.yaml": who },
            { "teams/a/wallet.yaml": `previously: ../b/cards\n${who}` },
            /previously\[0\]: .*is not a folder name/,
        ],
    ] as const) {
        it(`may not say, as what it was called, ${what}`, async () => {
            assert.match((await toldOf(base, head)).join("\n"), told);
        });
    }

    it("is the folder that both checkouts have, and no other", async () => {
        await inFolderWith({ "teams/a/cards.yaml": who }, (home) => {
            for (const folder of [join(home, "teams"), "../teams", "teams/../../x"]) {
                assert.throws(() => checkFiles(folder, { base: home }), /is not in this checkout/);
            }
            assert.throws(() => checkFiles("teams", { base: join(home, "nowhere") }), /is no folder/);
        });
    });
});
