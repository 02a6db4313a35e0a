import assert from "node:assert/strict";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, place, type Scene, startScene, startTeams, writesTo } from "./support/scene";

/** Declarations that are wrong, and what is to be said of each. */
const wrong: readonly {
    readonly what: string;
    readonly teams: readonly unknown[];
    readonly told: readonly RegExp[];
}[] = [
    {
        what: "an unknown key, an empty name, a name with a space, and in another team a member who does not exist, all at once",
        teams: [
            { ...payments, memebers: [] },
            { name: "", members: [] },
            { name: "two words", members: [] },
            { name: "mobile", members: ["nobody@example.com"], resourceGroup: "platfrm" },
        ],
        told: [
            /teams\[0\]\.memebers: unknown key "memebers". Did you mean "members"\?/,
            /teams\[1\]\.name: "": is empty/,
            /teams\[2\]\.name: "two words": is not a folder name/,
            /teams\[3\]\.members\[0\]: "nobody@example.com" does not exist in Okta/,
            /teams\[3\]\.resourceGroup: There is no resource group named "platfrm"/,
        ],
    },
    {
        what: "a member and a parent folder that do not exist, both at once",
        teams: [{ ...payments, members: ["ana@example.com", "nobody@example.com"], parentFolder: "squads" }],
        told: [
            /teams\[0\]\.members\[1\]: "nobody@example.com" does not exist in Okta/,
            /teams\[0\]\.parentFolder: There is no folder "squads"/,
        ],
    },
    {
        what: "a group name that OPA has for a group of its own",
        teams: [{ ...payments, groupName: "automation" }],
        told: [/teams\[0\]\.groupName: OPA has a group "automation" of its own, with the roles/],
    },
    {
        what: "logins that are none, or of nobody, and names of which no group or policy can be made",
        teams: [
            { ...payments, members: ["ana"], groupName: "team-payments " },
            { name: "x".repeat(250), members: ["ana.example.com"] },
            { name: "mobile", members: ["ana.example.com"] },
        ],
        told: [
            /teams\[0\]\.members\[0\]: "ana": is not a login: Okta's have at least 5 characters/,
            /teams\[0\]\.groupName: "team-payments ": begins or ends with white space/,
            /teams\[1\]\.name: "x+…: the group would be "team-x+…, which has more than 247 characters/,
            /teams\[2\]\.members\[0\]: "ana.example.com" does not exist in Okta/,
        ],
    },
];

describe("a wrong declaration, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    let atFirst: readonly string[];

    before(async () => {
        scene = await startTeams([payments]);
        atFirst = inventoryOf(scene.tenant);
    });
    after(() => scene.close());

    for (const { what, teams, told } of wrong) {
        it(`with ${what} is one clear error, and nothing is created`, async () => {
            scene.configure({ ...place, "pulumi-okta-opa:teams": teams });

            const text = await scene.fail("up", "--yes", "--skip-preview");

            for (const line of told) assert.match(text, line);
            assertCalm(text);
            assert.deepEqual(inventoryOf(scene.tenant), atFirst);
            assert.deepEqual(writesTo(scene.tenant), []);
        });
    }
});

describe("a place that is wrong in the stack configuration, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is told once, under the key where it stands", async () => {
        const scene = await startTeams([payments, { name: "mobile", members: [] }]);
        const teams = [payments, { name: "mobile", members: [] }];
        scene.configure({ ...place, "pulumi-okta-opa:teams": teams, "pulumi-okta-opa:parentFolder": "squads" });

        const text = await scene.fail("preview");
        await scene.close();

        const told = text.match(/[\w[\].:-]+: There is no folder "squads"/g);
        assert.deepEqual([...new Set(told)], ['pulumi-okta-opa:parentFolder: There is no folder "squads"']);
        assert.doesNotMatch(text, /teams\[/);
    });
});

describe("a space that a program declares wrongly, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is one error with every mistake, in these words alone, and nothing is made", async () => {
        const scene = await startScene({ program: { "index.ts": wrongSpace } });
        const atFirst = inventoryOf(scene.tenant);

        const text = await scene.fail("up", "--yes", "--skip-preview");
        await scene.close();

        assert.match(text, /TeamSecretsSpace "two words" cannot be created, so nothing of it was:/);
        assert.match(text, /members\[0\]: "ana": is not a login/);
        assert.match(
            text,
            /TeamSecretsSpace "two words " cannot .*\n.*name: "two words ": the group would be "team-two words ", which/,
        );
        assert.match(text, /privileges\[0\]: "everything": use any of/);
        assert.match(text, /name: "two words": is not a folder name/);
        assert.match(
            text,
            /TeamSecretsSpace "mobile" cannot be created, so nothing of it was:\n.*"nobody@example.com" does not exist/,
        );
        assert.doesNotMatch(text, /serializing/);
        assertCalm(text);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });
});

const wrongSpace = `
import { TeamSecretsSpace } from ${JSON.stringify(library)};

new TeamSecretsSpace("two words", { members: ["ana"], privileges: ["everything" as "manage"] });
const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
new TeamSecretsSpace("two words ", { ...place, members: [], folderName: "words" });
new TeamSecretsSpace("mobile", { ...place, members: ["nobody@example.com"] });
`;

describe("an object that a program declares twice, on the real engine", () => {
    it("is made once, and the second declaration is an error that says so", async function () {
        this.timeout(engineTestMs);
        const scene = await startScene({ program: { "index.ts": twice } });

        const text = await scene.fail("up", "--yes", "--skip-preview");
        const folders = [...scene.tenant.store.folders.values()].filter(({ name }) => name === "shared");
        await scene.succeed("destroy", "--yes", "--skip-preview");
        const left = [...scene.tenant.store.folders.values()].filter(({ name }) => name === "shared");
        await scene.close();

        assert.match(text, /is declared twice: another resource of this program/);
        assertCalm(text);
        assert.equal(folders.length, 1);
        assert.deepEqual(left, []);
    });
});

const twice = `
import { OpaSecretFolder } from ${JSON.stringify(library)};

const folder = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams", name: "shared" };
new OpaSecretFolder("one", folder);
new OpaSecretFolder("other", folder);
`;

describe("missing credentials, on the real engine", function () {
    this.timeout(engineTestMs);

    it("are one error that names each, with both ways to give it, and nothing is sent", async () => {
        const scene = await startTeams([payments], { OKTA_API_TOKEN: undefined, OKTAPAM_SECRET: undefined });

        const text = await scene.fail("up", "--yes", "--skip-preview");
        await scene.close();

        for (const name of ["OKTA_API_TOKEN", "okta:apiToken", "OKTAPAM_SECRET", "opa:secret"]) {
            assert.ok(text.includes(name), `${name} is not in:\n${text}`);
        }
        assertCalm(text);
        assert.deepEqual(scene.tenant.requests, []);
    });
});

/** Told once, without a stack trace. */
function assertCalm(text: string): void {
    assert.doesNotMatch(text, /\n\s+at .*:\d+:\d+/);
    assert.doesNotMatch(text, /unhandled|UnhandledPromise/i);
}
