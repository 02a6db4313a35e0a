import assert from "node:assert/strict";
import { join } from "node:path";
import type { Mistake } from "../../../resources/lifecycle/declared/mistake";
import { existingSchema } from "../../../resources/team-secrets-space/declared/existing";
import { usualSettings } from "../../../resources/team-secrets-space/declared/stack-settings";
import { withFiles } from "../../../resources/team-secrets-space/files/with-files";
import { teamsIn } from "../../../resources/team-secrets-space/teams/teams-in";
import { inFolderWith } from "../support/team-folder";

const who = "members: [ana@example.com]\n";
const id = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const other = "4b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";

/** What is told of a file of what is there already, beside the team cards. */
const toldOf = (existing: string, team = who, name = "existing.yaml") =>
    inFolderWith({ "teams/a/cards.yaml": team, "existing.yaml": existing }, (home) => {
        const settings = { ...usualSettings, existing: join(home, name) };
        const memory = { ofSpace: new Map(), names: [], state: new Map() };
        const check = (list: unknown) => teamsIn(list, {});
        const { checked, told } = withFiles(undefined, join(home, "teams"), check, settings, memory);
        const lines = told(checked.mistakes).map(({ property, reason }: Mistake) => `${property}: ${reason}`);
        return { spaces: checked.spaces, lines: lines.map((line) => line.replaceAll(`${home}/`, "")) };
    });

describe("the file of what is there already of teams", () => {
    it("is a team's as if the team had said it", async () => {
        const { spaces, lines } = await toldOf(
            `cards:\n  group: { id: 00g1, description: Old }\n  folder: { id: ${id} }\n`,
        );

        assert.deepEqual(lines, []);
        assert.deepEqual(spaces[0]?.space.existing, { group: { id: "00g1", description: "Old" }, folder: { id } });
    });

    const wrong: readonly { readonly of: string; readonly text: string; readonly told: string }[] = [
        {
            of: "a team that no file declares",
            text: "card: { folder: { id: x } }\n",
            told: 'existing.yaml:1:1 card: "card": is not a team that is read from a file. Take it out, or write the name as the team has it: it would be the next team\'s of that name.',
        },
        {
            of: "a key that is none",
            text: `cards:\n  foldr: { id: ${id} }\n`,
            told: 'existing.yaml:2:3 cards.foldr: unknown key "foldr". Did you mean "folder"?',
        },
        {
            of: "a key inside that is none",
            text: `cards:\n  folder: { id: ${id}, nam: x }\n`,
            told: 'existing.yaml:2:55 cards.folder: unknown key "nam".',
        },
        {
            of: "an id that is none",
            text: "cards:\n  folder: { id: teams/cards }\n",
            told: 'existing.yaml:2:17 cards.folder.id: "teams/cards": is not an OPA id. It looks like 3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11.',
        },
        {
            of: "nothing by its id",
            text: "cards:\n  folder:\n",
            told: "existing.yaml:2:3 cards.folder: is missing. Declare it.",
        },
        {
            of: "a word that other readers of YAML take for something else",
            text: `cards:\n  folder: { id: ${id}, description: yes }\n`,
            told: "existing.yaml:2:68: yes: is taken for true or false by other readers of YAML. Write what you mean in quotes.",
        },
        {
            of: "a list",
            text: "- cards\n",
            told: 'existing.yaml:1:1: is not what is there already of teams. Write it by team, for example "payments: { folder: { id: 3b0f6c1e-… } }".',
        },
        {
            of: "a folder that the team does not have",
            text: `cards:\n  folders:\n    dev: { id: ${id} }\n`,
            told: "existing.yaml:3:5 cards.folders.dev: is not one of the space's folders. Declare it in folders, or remove it.",
        },
        {
            of: "one object for two things",
            text: `cards:\n  folder: { id: ${id} }\n  policy: { id: ${id} }\n`,
            told: `existing.yaml:2:3 cards.folder: "${id}": is also existing.policy. Each object is one thing of the space: write the right id.`,
        },
    ];
    for (const { of, text, told } of wrong) {
        it(`is refused for ${of}, with the line and column`, async () => {
            assert.deepEqual((await toldOf(text)).lines, [told]);
        });
    }

    it("is refused where there is none", async () => {
        const { lines } = await toldOf("", who, "there.yaml");

        assert.match(
            lines.join("\n"),
            /^pulumi-okta-opa:existing: ".*there\.yaml": is no file in the project's folder/,
        );
    });

    it("may not name the group of a team that names a group itself", async () => {
        const { lines } = await toldOf("cards:\n  group: { id: 00g1 }\n", "group: WD-Cards\n");

        assert.match(lines.join("\n"), /^existing\.yaml:2:3 cards\.group: is declared, but there are no members\./);
    });

    it("is not a team's own to write", async () => {
        const { lines } = await toldOf("cards: {}\n", `${who}existing: { folder: { id: ${other} } }\n`);

        assert.match(lines.join("\n"), /^teams\/a\/cards\.yaml:2:1 existing: is the stack's to say and not a file's/);
    });
});

describe("what is there already of a space", () => {
    it("takes over each object once", () => {
        const read = existingSchema.safeParse({
            folders: { "/dev/": { id } },
            access: { owners: { policy: { id: other } } },
        });

        assert.deepEqual(read.data, { folders: { dev: { id } }, access: { owners: { policy: { id: other } } } });
    });
});
