import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, startScene, writesTo } from "./support/scene";

const urnOf = (name: string) => `urn:pulumi:dev::scratch::pulumi-nodejs:dynamic/opa:SecretFolder::${name}`;

describe("folders with deleteContents that Pulumi replaces because somebody asks for it, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": program } });
        await scene.succeed("config", "set", "trigger", "1");
        await scene.up();
        for (const path of ["teams/cards", "teams/cards/ci"]) await putSecret(path);
        await scene.succeed("config", "set", "deletesContents", "true");
        await scene.up();
        scene.tenant.clearRequests();
    });
    afterEach(() => scene.close());

    const paths = () => [...scene.tenant.store.folders.values()].map((one) => scene.tenant.store.pathOf(one)).sort();

    async function putSecret(path: string): Promise<void> {
        const { store } = scene.tenant;
        const folder = only(store.folders.values(), (one) => store.pathOf(one) === path);
        const secrets = `/resource_groups/${folder.resourceGroupId}/projects/${folder.projectId}/secrets`;
        const secret = { name: "key", parent_folder_id: folder.id, secret_jwe: "sealed" };
        await scene.administrator.opa("POST", secrets, secret);
    }

    it("keep what is in them with deleteBeforeReplace, whatever asks; empty they are replaced by the same command", async () => {
        const { store } = scene.tenant;
        const replacing = ["--replace", urnOf("ci")];
        const told = [await scene.fail("up", "--yes", "--skip-preview", ...replacing)];
        await scene.succeed("config", "set", "trigger", "2");
        told.push(await scene.fail("up", "--yes", "--skip-preview"));
        await scene.succeed("config", "set", "trigger", "1");
        await scene.succeed("state", "taint", "--yes", urnOf("cards"));
        told.push(await scene.fail("up", "--yes", "--skip-preview"));
        await scene.succeed("state", "untaint", "--yes", urnOf("cards"));

        for (const one of told) {
            assert.match(
                one,
                /"teams\/cards\/ci" .* was not deleted, because it contains 1 secret .* It is to be replaced/,
            );
        }
        assert.equal(store.secrets.size, 2);
        assert.deepEqual(writesTo(scene.tenant), []);
        // replaceOnChanges alone replaces nothing: Pulumi does not know which properties of a dynamic resource changed.
        await scene.succeed("config", "set", "description", "changed");
        await scene.up();
        assert.equal(store.secrets.size, 2);
        store.secrets.clear();
        await scene.up(...replacing);
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        assert.deepEqual(paths(), ["teams", "teams/cards", "teams/cards/ci"]);
        assert.deepEqual(
            writesTo(scene.tenant).map((call) => call.split(" ")[0]),
            ["PUT", "DELETE", "POST"],
        );
    });

    it("are deleted with what is in them when they are removed from the program", async () => {
        await scene.succeed("config", "set", "hasNone", "true");

        await scene.up();

        assert.deepEqual(paths(), ["teams"]);
        assert.equal(scene.tenant.store.secrets.size, 0);
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder } from ${JSON.stringify(library)};

const config = new Config();
const deletesContents = config.getBoolean("deletesContents") ?? false;
const place = { resourceGroup: "platform", project: "team-secrets", allowReplacement: true };
if (!config.getBoolean("hasNone")) {
    const cards = new OpaSecretFolder(
        "cards",
        {
            ...place,
            parentFolder: "teams",
            name: "cards",
            description: config.get("description"),
            deleteContents: deletesContents ? "teams/cards" : undefined,
        },
        { deleteBeforeReplace: true, replaceOnChanges: ["*"], replacementTrigger: config.require("trigger") },
    );
    new OpaSecretFolder(
        "ci",
        {
            ...place,
            parentFolder: cards.id,
            name: "ci",
            deleteContents: deletesContents ? "teams/cards/ci" : undefined,
        },
        { deleteBeforeReplace: true },
    );
}
`;
