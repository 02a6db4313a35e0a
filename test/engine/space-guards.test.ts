import assert from "node:assert/strict";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, place, type Scene, startScene, startTeams, writesTo } from "./support/scene";

const mobile = { name: "mobile", members: ["emma@example.com"] };

describe("teams whose places are one in the other, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    it("are refused when the parent folder is the id of another team's folder, or of one below it", async () => {
        scene = await startTeams([payments]);
        await scene.up();
        const { store } = scene.tenant;
        const folder = [...store.folders.values()].find((one) => store.pathOf(one) === "teams/payments");
        assert.ok(folder);
        const project = [...store.projects.values()].find(({ id }) => id === folder.projectId);
        const path = `/resource_groups/${project?.resourceGroupId}/projects/${folder.projectId}/secret_folders`;
        const below = (await scene.administrator.opa("POST", path, {
            name: "apps",
            parent_folder_id: folder.id,
        })) as { id: string };
        const atFirst = inventoryOf(scene.tenant);
        scene.tenant.clearRequests();

        for (const parentFolder of [folder.id, `${project?.resourceGroupId}/${folder.projectId}/${below.id}`]) {
            scene.configure({ ...place, "pulumi-okta-opa:teams": [payments, { ...mobile, parentFolder }] });
            for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
                const text = await scene.fail(...command);
                assert.match(
                    text,
                    new RegExp(
                        `teams\\[1\\]\\.parentFolder: "${parentFolder}" is, or lies in, the folder of teams\\[0\\]`,
                    ),
                );
            }
        }

        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });

    it("are refused between two spaces of a program, in the preview of the second, which is made of the first's outputs", async () => {
        scene = await startScene({ program: { "index.ts": nested }, config: place });
        await scene.succeed("config", "set", "only", "first");
        await scene.up();
        const atFirst = inventoryOf(scene.tenant);
        await scene.succeed("config", "rm", "only");

        const preview = await scene.fail("preview");
        const update = await scene.fail("up", "--yes", "--skip-preview");

        for (const text of [preview, update]) {
            assert.match(text, /TeamSecretsSpace "second" cannot be created, so nothing of it was:/);
            assert.match(text, /parentFolder: ".*" is, or lies in, the folder of TeamSecretsSpace "first"/);
            assert.doesNotMatch(text, /\n\s+at .*:\d+:\d+/);
        }
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });

    it("are refused in the update of a first deployment, where no preview can know: the second is not made", async () => {
        scene = await startScene({ program: { "index.ts": nested }, config: place });

        await scene.succeed("preview");
        const text = await scene.fail("up", "--yes", "--skip-preview");

        assert.match(text, /TeamSecretsSpace "second" cannot be created, so nothing of it was:/);
        const names = [...scene.tenant.store.groups.values()].map(({ name }) => name);
        assert.ok(names.includes("team-first"));
        assert.ok(!names.includes("team-second"));
    });

    it("are refused in the preview when the folder of the outer one is to be renamed by the same program", async () => {
        scene = await startScene({ program: { "index.ts": renamedOuter }, config: place });
        await scene.succeed("config", "set", "only", "first");
        await scene.up();
        const { store } = scene.tenant;
        const folder = [...store.folders.values()].find((one) => store.pathOf(one) === "teams/first");
        const atFirst = inventoryOf(scene.tenant);
        await scene.succeed("config", "rm", "only");
        await scene.succeed("config", "set", "folderName", "other");
        await scene.succeed("config", "set", "parentFolder", folder?.id ?? "");

        const text = await scene.fail("preview");

        assert.match(
            text,
            /TeamSecretsSpace "first" cannot be as it is declared:\n.*folderName: "other" is the folder that holds/,
        );
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });
});

describe("deleteContents that is not the path of a team's folder, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is refused in the preview, with the path to write", async () => {
        const scene = await startTeams([{ ...payments, deleteContents: "squads/payments" }]);

        const text = await scene.fail("preview");
        await scene.close();

        assert.match(
            text,
            /teams\[0\]\.deleteContents: "squads\/payments": is not this folder's own full path. Write "teams\/payments", or leave it out/,
        );
    });
});

describe("an explicit provider of Okta, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is refused for a space, given to it in any way, before anything is made", async () => {
        const scene = await startScene({ program: { "index.ts": ownProvider }, config: place });
        const atFirst = inventoryOf(scene.tenant);

        const text = await scene.fail("up", "--yes", "--skip-preview");
        await scene.close();

        for (const name of ["map", "list", "single", "inherited"]) {
            assert.match(
                text,
                new RegExp(
                    `TeamSecretsSpace "${name}" cannot be created, so nothing of it was:\\n +providers: an explicit provider`,
                ),
            );
        }
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });
});

const imports = `
import * as okta from "@pulumi/okta";
import { ComponentResource, Config } from "@pulumi/pulumi";
import { TeamSecretsSpace } from ${JSON.stringify(library)};
const config = new Config();
`;

const nested = `${imports}
const first = new TeamSecretsSpace("first", { members: ["ana@example.com"] });
if (!config.get("only")) new TeamSecretsSpace("second", { members: ["emma@example.com"], parentFolder: first.folder.id });
`;

const renamedOuter = `${imports}
new TeamSecretsSpace("first", { members: ["ana@example.com"], folderName: config.get("folderName") ?? "first" });
const parentFolder = config.get("parentFolder");
if (parentFolder) new TeamSecretsSpace("second", { members: ["emma@example.com"], parentFolder });
`;

const ownProvider = `${imports}
const provider = new okta.Provider("other", { orgName: "other", baseUrl: "okta.com", apiToken: "x" });
const args = { members: ["ana@example.com"] };
new TeamSecretsSpace("map", args, { providers: { okta: provider } });
new TeamSecretsSpace("list", args, { providers: [provider] });
new TeamSecretsSpace("single", args, { provider });
const above = new ComponentResource("test:index:Above", "above", {}, { providers: { okta: provider } });
new TeamSecretsSpace("inherited", args, { parent: above });
`;
